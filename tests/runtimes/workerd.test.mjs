// A real Worker: Cloudflare's own engine, workerd, with a bundle as wrangler would make it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Miniflare } from "miniflare";
import { bundle } from "./lib/bundle.mjs";
import { openHarness, root } from "./lib/harness.mjs";
import { Record } from "./lib/report.mjs";

/** The modules of the package; the bundle goes on importing them, since a Worker may not compile bytes. */
const WASM = [
  "wanreel_bg.wasm",
  "transfer_bg.wasm",
  "ledger_bg.wasm",
  "planning_bg.wasm",
  "media_bg.wasm",
  "simulator_bg.wasm",
];

const contents = await bundle("worker.mjs", { conditions: ["workerd", "worker", "browser"], external: ["*.wasm"] });

function readLines(stream, hear) {
  stream.setEncoding("utf8").on("data", hear);
}

test("workerd", { timeout: 900_000 }, async (t) => {
  const record = new Record();
  const harness = await openHarness({ onReport: record.hear });
  const worker = new Miniflare({
    cf: false,
    compatibilityDate: "2026-04-01",
    handleRuntimeStdio(stdout, stderr) {
      readLines(stdout, record.print);
      readLines(stderr, record.print);
    },
    modules: [
      { type: "ESModule", path: "program.js", contents },
      ...WASM.map((path) => ({ type: "CompiledWasm", path, contents: readFileSync(join(root, "dist", path)) })),
    ],
  });
  t.after(async () => {
    await worker.dispose();
    await harness.close();
  });
  const run = async () => {
    const response = await worker.dispatchFetch(`http://worker.test/?origin=${encodeURIComponent(harness.origin)}`);
    const text = await response.text();
    if (text !== "done") throw new Error(`the Worker answered ${response.status}: ${text}`);
  };
  await record.watch(run());
  await record.tell(t, { printed: true });
});
