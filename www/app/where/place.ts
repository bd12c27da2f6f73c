/** What the page stands on: the simulator, where there is one, and how often its jobs look. */
import type { Pace } from "../../shared/pace.js";
import { type SimulatorState, simulatorState } from "./simulator-state.js";

export interface Place {
  /** Tells one start of the simulator from another; empty where there is none, undefined while nobody has said. */
  name: string | undefined;
  /** As it was when the page came. */
  simulator: SimulatorState | undefined;
  pace: Pace;
}

/** To somebody who was never here: what answers behind the page makes no difference until something is sent. */
export const newPlace = (pace: Pace): Place => ({ name: undefined, simulator: undefined, pace });

export async function openPlace(pace: Pace): Promise<Place> {
  const simulator = await simulatorState;
  return { name: simulator?.started ?? "", simulator, pace };
}
