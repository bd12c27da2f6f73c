import { test } from "node:test";
import { Miniflare } from "miniflare";
import { workerModules } from "../../scripts/lib/worker-modules.mjs";
import { bundle } from "./lib/bundle.mjs";
import { openHarness } from "./lib/harness.mjs";
import { Record } from "./lib/report.mjs";

/** The bundle goes on importing the package's modules, since a Worker may not compile bytes. */

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
    modules: workerModules(contents),
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
