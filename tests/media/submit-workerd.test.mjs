// A Worker in workerd that submits files: the module that looks at them is imported, since bytes cannot be compiled there.
import assert from "node:assert/strict";
import { dirname } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { workerModules } from "../../scripts/lib/worker-modules.mjs";
import { jpeg } from "./shapes.mjs";

// Read when miniflare is loaded: nothing is to be asked of the network.
Object.assign(process.env, { WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" });

/** `init`: where the entry has to be given its module. */
const program = (entry, init = "") => `
  import * as wanreel from "${entry}";
  import { createSimulator } from "wanreel/simulator";
  ${init}
  export default { async fetch(request) {
    const simulator = createSimulator({ generationMs: 0 });
    const client = new wanreel.WanClient({ apiKey: "sk-of-some-length", fetch: simulator.fetch });
    const submit = (file) =>
      client.submit({ model: "wan2.7-image-to-video", prompt: "A fox wakes up in the snow", image_start: file });
    const said = [];
    for (const file of [new Blob([]), new Blob([new Uint8Array(6 << 20)]), await request.blob()]) {
      const { issues, id } = await submit(file).catch((error) => error);
      said.push(issues?.map(({ code, path }) => [code, ...path].join(" ")) ?? id);
    }
    return Response.json({ said, log: simulator.log().map(({ path }) => path) });
  } };
`;

async function run(t, contents) {
  const { Miniflare } = await import("miniflare");
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: dirname(fileURLToPath(import.meta.url)), sourcefile: "program.js" },
    bundle: true,
    write: false,
    format: "esm",
    conditions: ["workerd", "worker"],
    external: ["*.wasm"],
  });
  const miniflare = new Miniflare({
    cf: false,
    compatibilityDate: "2026-04-01",
    modules: workerModules(outputFiles[0].text),
  });
  t.after(() => miniflare.dispose());
  const response = await miniflare.dispatchFetch("http://worker.test/", { method: "POST", body: jpeg(720, 1280) });
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return JSON.parse(text);
}

test("wanreel: garbage is told, a good file is uploaded and posted", { timeout: 600_000 }, async (t) => {
  const { said, log } = await run(t, program("wanreel"));
  assert.deepEqual(said.slice(0, 2), [["out_of_range image_start"], ["unsupported_format image_start"]]);
  assert.match(said[2], /^task-unified-/);
  assert.deepEqual(log, ["/api/v1/files/upload/stream", "/v1/videos/generations"]);
});

test("wanreel/slim: the same, though nothing can be compiled there", { timeout: 600_000 }, async (t) => {
  const init = `import wasm from "./wanreel_bg.wasm"; await wanreel.init(wasm);`;
  const { said, log } = await run(t, program("wanreel/slim", init));
  assert.deepEqual(said.slice(0, 2), [["out_of_range image_start"], ["unsupported_format image_start"]]);
  assert.match(said[2], /^task-unified-/);
  assert.deepEqual(log, ["/api/v1/files/upload/stream", "/v1/videos/generations"]);
});
