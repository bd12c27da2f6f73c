/** The job itself, in the page as in the Worker: checks, prices, submits and waits, and tells of each. */
import { buildRequest, type ClientEvent, estimateCost, type Task, type VideoRequest, type WanClient } from "wanreel";
import type { News, Order } from "./news.js";
import { toTrouble } from "./trouble.js";

/** Makes a client that tells of its events. */
export type ClientFactory = (onEvent: (event: ClientEvent) => void) => WanClient;
export type Tell = (news: News) => void;

async function ending(tell: Tell, signal: AbortSignal, work: () => Promise<Task>): Promise<void> {
  try {
    tell({ type: "done", task: await work() });
  } catch (error) {
    // The page has gone; the task goes on, and is found again by its id.
    if (!signal.aborted) tell({ type: "trouble", trouble: toTrouble(error) });
  }
}

export const run = {
  order(
    clientFor: ClientFactory,
    { request, inputSeconds, dedupe }: Order,
    tell: Tell,
    signal: AbortSignal,
  ): Promise<void> {
    return ending(tell, signal, async () => {
      const built = buildRequest(request as VideoRequest);
      const cost = estimateCost(built.request, inputSeconds === undefined ? {} : { inputSeconds });
      tell({ type: "checked", mode: built.mode, fingerprint: built.fingerprint, cost });
      const client = clientFor((event) => tell({ type: "event", event }));
      const task = await client.submit(built.request, { signal, dedupe: dedupe ?? true });
      return client.wait(task, { signal, onProgress: (seen) => tell({ type: "task", task: seen }) });
    });
  },

  resume(clientFor: ClientFactory, taskId: string, tell: Tell, signal: AbortSignal): Promise<void> {
    return ending(tell, signal, () => {
      const client = clientFor((event) => tell({ type: "event", event }));
      return client.wait(taskId, { signal, onProgress: (seen) => tell({ type: "task", task: seen }) });
    });
  },
};
