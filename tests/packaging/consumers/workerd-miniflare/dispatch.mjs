// Runs a Worker in workerd, with the modules next to it, and prints what it answers.
import { Miniflare } from "miniflare";

const worker = new Miniflare({
  cf: false,
  compatibilityDate: "2026-04-01",
  modules: true,
  modulesRules: [
    { type: "ESModule", include: ["**/*.js", "**/*.mjs"] },
    { type: "CompiledWasm", include: ["**/*.wasm"] },
  ],
  scriptPath: process.argv[2],
  bindings: { API: process.env.API },
});
try {
  const response = await worker.dispatchFetch("http://worker.test/");
  console.log(`answer: ${await response.text()}`);
} finally {
  await worker.dispose();
}
