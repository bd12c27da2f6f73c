// The stores of Workers in workerd itself, with real Durable Objects and Workers KV, held to the published tests.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Miniflare } from "miniflare";
import { bundle } from "./lib/bundle.mjs";

let worker;
let told;

before(async () => {
  worker = new Miniflare({
    cf: false,
    compatibilityDate: "2026-04-01",
    modules: [
      { type: "ESModule", path: "program.js", contents: await bundle("stores.mjs", { conditions: ["workerd"] }) },
    ],
    durableObjects: { TASKS: "TaskStoreObject", LIMITS: "LimitsObject" },
    kvNamespaces: ["KV"],
  });
  told = await (await worker.dispatchFetch("http://worker.test/")).json();
});
after(() => worker?.dispose());

for (const [store, atLeast] of [
  ["DurableObjectStore", 12],
  ["KvStore", 9],
  ["DurableObjectLimits", 9],
  ["KvLimits", 6],
]) {
  describe(store, () => {
    test("keeps every rule", () => {
      const own = told.filter((each) => each.store === store);
      assert.ok(own.length >= atLeast, `${own.length} tests ran`);
      assert.deepEqual(
        own.filter(({ error }) => error !== undefined),
        [],
      );
    });
  });
}
