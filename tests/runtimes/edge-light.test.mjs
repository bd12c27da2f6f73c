// The edge-light entry in Vercel's edge runtime, where code cannot be made at run time: neither JavaScript nor
// WebAssembly. As its builder does, `?module` imports become modules compiled beforehand.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { EdgeVM } from "@edge-runtime/vm";
import { bundle } from "./lib/bundle.mjs";
import { openHarness, root } from "./lib/harness.mjs";
import { Record, show } from "./lib/report.mjs";

const modules = {
  name: "modules",
  setup(build) {
    build.onResolve({ filter: /\.wasm\?module$/ }, ({ path }) => ({ path, namespace: "module" }));
    build.onLoad({ filter: /.*/, namespace: "module" }, ({ path }) => ({
      contents: `export default globalThis.modules[${JSON.stringify(path)}]`,
    }));
  },
};

test("edge-light", { timeout: 900_000 }, async (t) => {
  const record = new Record();
  const harness = await openHarness({ onReport: record.hear });
  t.after(() => harness.close());
  process.on("unhandledRejection", record.uncaught);
  const compiled = (name) => new WebAssembly.Module(readFileSync(join(root, "dist", name)));
  const edge = new EdgeVM({
    codeGeneration: { strings: false, wasm: false },
    extend: (context) =>
      Object.assign(context, {
        modules: {
          "./wanreel_bg.wasm?module": compiled("wanreel_bg.wasm"),
          "./transfer_bg.wasm?module": compiled("transfer_bg.wasm"),
          "./fallback_bg.wasm?module": compiled("fallback_bg.wasm"),
          "./ledger_bg.wasm?module": compiled("ledger_bg.wasm"),
          "./planning_bg.wasm?module": compiled("planning_bg.wasm"),
          "./media_bg.wasm?module": compiled("media_bg.wasm"),
          "./simulator_bg.wasm?module": compiled("simulator_bg.wasm"),
        },
        console: { ...console, log: (value) => record.print(show(value)) },
      }),
  });
  edge.evaluate(await bundle("edge.mjs", { format: "iife", conditions: ["edge-light"], plugins: [modules] }));
  await record.watch(edge.evaluate(`runSuite(${JSON.stringify(harness.origin)})`));
  await record.tell(t, { printed: true });
});
