// Verdict and body beside validators, in each runtime.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { at, run } from "../../../scripts/lib/steps.mjs";
import { workerModules } from "../../../scripts/lib/worker-modules.mjs";
import { openChromium } from "../../runtimes/lib/chromium.mjs";
import { bundle, nodes } from "./peers.mjs";
import { KINDS, tenth } from "./verdict.program.mjs";

const bundled = async (contents, options) => (await bundle(contents, options))[0].text;

/** Microseconds by runtime, kind and name. */
export async function verdicts(tell) {
  const figures = {};
  for (const [name, program] of Object.entries(nodes())) {
    tell(name);
    figures[name] = await inNode(program);
  }
  tell("workerd");
  figures.workerd = await inWorkerd();
  tell("Chromium");
  figures.Chromium = await inChromium();
  return figures;
}

async function inNode(program) {
  const say = `import { measure } from "./verdict.program.mjs";\nconsole.log(JSON.stringify(await measure()));`;
  // Inside the package, which its program imports by name.
  const file = at(".cache", "bench-verdict.mjs");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await bundled(say, { platform: "node", external: ["wanreel"] }));
  return JSON.parse(await run(program, [file], { capture: true }));
}

async function inChromium() {
  const text = await bundled(`export { measure } from "./verdict.program.mjs";`, {
    platform: "browser",
    format: "iife",
    globalName: "bench",
  });
  const browser = await openChromium();
  try {
    const tab = await browser.newPage();
    await tab.addScriptTag({ content: text });
    return await tab.evaluate("bench.measure()");
  } finally {
    await browser.close();
  }
}

const TURNS = 40;
/** Longer than elsewhere: a batch is timed from outside, since no time passes within a Worker that waits for nothing. */
const TURN_MS = 12;

async function inWorkerd() {
  const say = `import { repeat } from "./verdict.program.mjs";
export default { fetch: async (request) => Response.json(await repeat(await request.json())) };`;
  const text = await bundled(say, { conditions: ["workerd"], external: ["*.wasm", "cloudflare:*"] });
  Object.assign(process.env, { WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" });
  const { Miniflare } = await import("miniflare");
  const miniflare = new Miniflare({
    host: "127.0.0.1",
    cf: false,
    compatibilityDate: "2026-04-01",
    modules: workerModules(text),
  });
  try {
    const { origin } = await miniflare.ready;
    const ask = async (what) => {
      const began = performance.now();
      const answer = await fetch(origin, { method: "POST", body: JSON.stringify(what) });
      const said = await answer.text();
      if (!answer.ok) throw new Error(`workerd: ${answer.status} ${said}`);
      return { said: JSON.parse(said), ms: performance.now() - began };
    };
    const { said: names } = await ask({});
    const figures = {};
    for (const kind of KINDS) figures[kind] = await fromOutside(ask, names, kind);
    return figures;
  } finally {
    await miniflare.dispose();
  }
}

async function fromOutside(ask, names, kind) {
  const most = {};
  for (const name of names) {
    await ask({ name, kind, times: 3_000 });
    const { ms } = await ask({ name, kind, times: 3_000 });
    most[name] = Math.max(200, Math.round((TURN_MS * 3_000) / ms));
  }
  const times = Object.fromEntries(names.map((name) => [name, []]));
  const empty = [];
  for (let turn = 0; turn < TURNS; turn++) {
    for (const name of names) {
      empty.push((await ask({ name, kind, times: 1 })).ms);
      times[name].push((await ask({ name, kind, times: most[name] })).ms);
    }
  }
  const way = tenth(empty);
  return Object.fromEntries(names.map((name) => [name, ((tenth(times[name]) - way) * 1_000) / most[name]]));
}
