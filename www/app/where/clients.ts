/** The clients of the page's jobs, and the store that all tabs share. */
import { type ClientEvent, type Language, type TaskStore, WanClient } from "wanreel";
import { IndexedDbStore } from "wanreel/stores";
import { PACES } from "../../shared/pace.js";
import type { Place } from "./place.js";
import type { Runner } from "./runner.js";
import { fetchInPage, simulatorPath } from "./service-worker.js";

const PROXY = "/api/wan";

const stores = new Map<string, TaskStore>();

/** By the API it is about: a task of one is none of the other's. A simulator that was started anew knows none of before. */
export function storeOf({ name = "" }: Place, runner: Runner): TaskStore {
  const database = runner === "page" ? "wanreel-in-page" : name === "" ? "wanreel" : `wanreel-${name}`;
  const store = stores.get(database) ?? new IndexedDbStore(database);
  stores.set(database, store);
  return store;
}

interface Extras {
  onEvent?(event: ClientEvent): void;
  /** What its findings are said in. */
  language?: Language | undefined;
}

/** A client of a job's own, which tells of its events; all share the store, so that the same request is the same task. */
export function clientIn(place: Place, runner: Runner, { onEvent, language }: Extras = {}): WanClient {
  const common = {
    poll: PACES[place.pace],
    store: storeOf(place, runner),
    ...(onEvent && { onEvent }),
    ...(language && { language }),
  };
  if (runner === "page") return new WanClient({ ...common, baseUrl: simulatorPath(), fetch: fetchInPage });
  return new WanClient({ ...common, baseUrl: PROXY });
}
