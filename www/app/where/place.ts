/** What the page's jobs share: the store of all tabs, and the simulator, where there is one. */
import { type ClientEvent, type TaskStore, WanClient } from "wanreel";
import { IndexedDbStore } from "wanreel/stores";
import { PACES, type Pace } from "../../shared/pace.js";
import type { Runner } from "./runner.js";
import { fetchInPage, simulatorPath } from "./service-worker.js";
import { type SimulatorState, simulatorState } from "./simulator-state.js";

const PROXY = "/api/wan";

export interface Place {
  /** Tells one start of the simulator from another; empty where there is none. */
  name: string;
  /** As it was when the page came. */
  simulator: SimulatorState | undefined;
  stores: { server: TaskStore; page: TaskStore };
  pace: Pace;
}

/** A simulator that was started anew knows none of the tasks of before, so each has a database of its own. */
export async function openPlace(pace: Pace): Promise<Place> {
  const simulator = await simulatorState;
  const name = simulator?.started ?? "";
  const server = new IndexedDbStore(name === "" ? "wanreel" : `wanreel-${name}`);
  return { name, simulator, stores: { server, page: new IndexedDbStore("wanreel-in-page") }, pace };
}

/** A client of a job's own, which tells of its events; all share the store, so that the same request is the same task. */
export function clientIn(
  { stores, pace }: Place,
  runner: Runner,
  onEvent: (event: ClientEvent) => void = () => {},
): WanClient {
  const common = { poll: PACES[pace], onEvent };
  // Another API: a task of one is none of the other's.
  if (runner === "page")
    return new WanClient({ ...common, baseUrl: simulatorPath(), store: stores.page, fetch: fetchInPage });
  return new WanClient({ ...common, baseUrl: PROXY, store: stores.server });
}
