// Whoever is told may run anywhere: a notification is read in Node by require, in Vercel's edge runtime and in a Worker.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { EdgeVM } from "@edge-runtime/vm";
import { build } from "esbuild";
import { Webhook } from "standardwebhooks";
import { workerModules } from "../../scripts/lib/worker-modules.mjs";

Object.assign(process.env, { WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" });

const require = createRequire(import.meta.url);
const SECRET = `whsec_${Buffer.alloc(32, "secret").toString("base64")}`;
const BODY = JSON.stringify({ type: "job.done", timestamp: "2026-11-22T10:00:00.000Z", data: { id: "job-1" } });
const at = new Date();
const HEADERS = {
  "webhook-id": "msg_1",
  "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
  "webhook-signature": new Webhook(SECRET).sign("msg_1", at, BODY),
};
const TOLD = { ...JSON.parse(BODY), id: "msg_1" };

/** A program that reads the notification, and one that was changed on its way. */
const PROGRAM = `
import { verifyNotification } from "wanreel/edge";
const request = (body) => new Request("https://shop.example/hook", { method: "POST", headers: ${JSON.stringify(HEADERS)}, body });
globalThis.read = async () => ({
  told: await verifyNotification(request(${JSON.stringify(BODY)}), ${JSON.stringify(SECRET)}),
  forged: await verifyNotification(request("{}"), ${JSON.stringify(SECRET)}).catch(({ code }) => code),
});
export default { fetch: async () => Response.json(await globalThis.read()) };`;
const WANTED = { told: TOLD, forged: "notification_forbidden" };

async function bundle(conditions, format) {
  const { outputFiles } = await build({
    stdin: { contents: PROGRAM, resolveDir: dirname(fileURLToPath(import.meta.url)) },
    bundle: true,
    write: false,
    format,
    conditions,
    external: ["*.wasm", "cloudflare:*"],
  });
  return outputFiles[0].text;
}

test("in Node, by require", async () => {
  const { verifyNotification } = require("wanreel/edge");
  const request = new Request("https://shop.example/hook", { method: "POST", headers: HEADERS, body: BODY });
  assert.deepEqual(await verifyNotification(request, SECRET), TOLD);
});

test("in Vercel's edge runtime", async () => {
  const edge = new EdgeVM({ codeGeneration: { strings: false, wasm: false } });
  edge.evaluate(await bundle(["edge-light"], "iife"));
  assert.deepEqual(JSON.parse(JSON.stringify(await edge.evaluate("read()"))), WANTED);
});

test("in a Worker", async (t) => {
  const { Miniflare } = await import("miniflare");
  const miniflare = new Miniflare({
    cf: false,
    compatibilityDate: "2026-04-01",
    modules: workerModules(await bundle(["workerd"], "esm")),
  });
  t.after(() => miniflare.dispose());
  assert.deepEqual(await (await miniflare.dispatchFetch("http://app.test/")).json(), WANTED);
});
