/** What the page stands on: the simulator, where there is one, and how often its jobs look. */
import type { Pace } from "../../shared/pace.js";
import { type SimulatorState, simulatorState } from "./simulator-state.js";

export interface Place {
  /** Tells one start of the simulator from another; empty where there is none. */
  name: string;
  /** As it was when the page came. */
  simulator: SimulatorState | undefined;
  pace: Pace;
}

export async function openPlace(pace: Pace): Promise<Place> {
  const simulator = await simulatorState;
  return { name: simulator?.started ?? "", simulator, pace };
}
