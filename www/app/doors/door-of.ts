/** Which way a job runs. */
import type { Pace } from "../../shared/pace.js";
import { browserDoor } from "./browser-door.js";
import type { Door, DoorName } from "./door.js";
import { edgeDoor } from "./edge-door.js";

export function doorOf(name: DoorName, pace: Pace): Door {
  return name === "edge" ? edgeDoor(pace) : browserDoor(pace);
}
