// "wanreel/slim" in Node: before init, each way to init, and the suite.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { openHarness, root } from "./lib/harness.mjs";
import { testNode } from "./lib/node.mjs";

const WASM = join(root, "dist", "wanreel_bg.wasm");

/** Runs a program in a thread of its own, where nothing is loaded yet. */
function inThread(program, workerData) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(`./programs/${program}`, import.meta.url), { workerData });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

test("slim in Node", async (t) => {
  const harness = await openHarness({ folders: { "/dist/": join(root, "dist") } });
  t.after(() => harness.close());
  const url = `${harness.origin}/dist/wanreel_bg.wasm`;
  for (const kind of ["import", "require"]) {
    for (const source of ["bytes", "buffer", "module", "text", "url", "file", "response", "untyped"]) {
      await t.test(`${kind}: init with ${source}`, async () => {
        const { before, valid } = await inThread("slim-thread.mjs", { kind, source, url, bytes: readFileSync(WASM) });
        for (const [name, error] of Object.entries(before)) {
          assert.equal(`${error.name} ${error.code} ${error.isWanError}`, "WanError not_initialized true", name);
        }
        assert.equal(valid, true);
      });
    }
    await t.test(`${kind}: init is asked for beside the whole package too`, async () => {
      const { before, valid } = await inThread("slim-thread.mjs", { kind, beside: true, bytes: readFileSync(WASM) });
      for (const [name, error] of Object.entries(before)) assert.equal(error.code, "not_initialized", name);
      assert.equal(valid, true);
    });
    await t.test(`${kind}: what is no module is refused, and init can be tried again`, async () => {
      const { refused, valid } = await inThread("slim-thread.mjs", {
        kind,
        source: "wrong",
        url,
        bytes: readFileSync(WASM),
      });
      assert.deepEqual(refused, ["CompileError", "TypeError"]);
      assert.equal(valid, true);
    });
  }
});

testNode("Node, slim", async () => {
  const wanreel = await import("wanreel/slim");
  await wanreel.init(readFileSync(WASM));
  return { wanreel, simulator: await import("wanreel/simulator") };
});
