/** The job in the page: its own client, through a route of its own origin that adds the key. */
import { type CompletedTask, WanClient } from "wanreel";
import { IndexedDbStore } from "wanreel/stores";
import { type ClientFactory, run } from "../../shared/job.js";
import { PACES, type Pace } from "../../shared/pace.js";
import { simulatorState } from "../simulator-state.js";
import { blobOf, type JobRunner } from "./runner.js";

/**
 * Which request became which task, for all tabs. A simulator that was started anew knows none of the tasks of before, so each
 * has a database of its own.
 */
let opened: Promise<IndexedDbStore> | undefined;

async function openStore(): Promise<IndexedDbStore> {
  const started = (await simulatorState)?.started;
  return new IndexedDbStore(started === undefined ? "wanreel" : `wanreel-${started}`);
}

export function browserRunner(pace: Pace): JobRunner {
  const clients = async (): Promise<ClientFactory> => {
    opened ??= openStore();
    const store = await opened;
    return (onEvent) => new WanClient({ baseUrl: "/api/wan", poll: PACES[pace], store, onEvent });
  };
  return {
    order: async (order, tell, signal) => run.order(await clients(), order, tell, signal),
    resume: async (taskId, tell, signal) => run.resume(await clients(), taskId, tell, signal),
    async download(task) {
      const client = (await clients())(() => {});
      return blobOf(await client.download(task as CompletedTask));
    },
    async forget(taskId) {
      const store = await (opened ?? openStore());
      for (const [key, record] of await store.list()) if (record.taskId === taskId) await store.delete(key);
    },
  };
}
