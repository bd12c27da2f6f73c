// The table in workerd, as Cloudflare runs it. A row that is reloaded ends its request with calls still under way.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Miniflare } from "miniflare";
import { workerModules } from "../../scripts/lib/worker-modules.mjs";
import { bundle } from "./engines/bundle.mjs";
import { runTable } from "./harness.mjs";

const { folder, remove } = await bundle("worker", {
  conditions: ["workerd"],
  external: ["node:*", "cloudflare:*", "*.wasm"],
});

async function start() {
  const miniflare = new Miniflare({
    compatibilityDate: "2026-04-01",
    cf: false,
    modules: workerModules(readFileSync(join(folder, "worker.js"), "utf8")),
    durableObjects: { TASKS: "TaskStoreObject" },
  });
  await miniflare.ready;
  return {
    async runRow(name, place) {
      const body = JSON.stringify({ name, place });
      const answer = await miniflare.dispatchFetch("https://faults.test/", { method: "POST", body });
      const text = await answer.text();
      return answer.ok ? JSON.parse(text) : { thrown: text };
    },
    reload() {},
    async stop() {
      await miniflare.dispose();
      remove();
    },
  };
}

runTable("workerd", start);
