// What the Worker runs: a phase of a row a request. Its Durable Object keeps the records.
import { DurableObjectStore, MemoryStore } from "wanreel/stores";
import { runRow } from "../run-row.mjs";
import { find } from "../table.mjs";

export { TaskStoreObject } from "wanreel/stores";

export default {
  async fetch(request, env) {
    const { name, place } = await request.json();
    const store = (kind, id) => (kind === "durable" ? new DurableObjectStore(env.TASKS, id) : new MemoryStore());
    const report = await runRow(find(name), { ...place, page: false, store }).catch((error) => ({
      thrown: error.stack,
    }));
    return Response.json(report);
  },
};
