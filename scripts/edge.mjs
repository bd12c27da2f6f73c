#!/usr/bin/env node
// The pipeline of www/ on this machine: the Worker in workerd, the simulated API behind it, and one video made with it.
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { cannotListen, listenFrom } from "../js/cli/listen.mjs";
import { build } from "./build.mjs";
import { main, Stop, step } from "./lib/steps.mjs";

const HELP = `edge.mjs [options]

Builds, and starts the pipeline that www/wrangler.jsonc binds: its queue, objects and bucket in workerd, with a
simulated API that calls back. Then it makes a video with it, and says what happens. Nothing is generated, nothing
is billed, no account is needed; what is stored ends with it.

--port N     port of the Worker (default 8788 or the next free one; 0: any)
--once       end once the video is there
--no-build   start what is built already`;

const OPTIONS = { port: { type: "string" }, once: { type: "boolean" }, "no-build": { type: "boolean" } };
const GENERATION_MS = 3_000;
const REQUEST = {
  model: "wan2.7-text-to-video",
  prompt: "A lighthouse keeper climbs the spiral stairs at dusk, the camera follows him slowly upwards",
  duration: 5,
};

function readOptions(args) {
  let values;
  try {
    ({ values } = parseArgs({ args, options: OPTIONS }));
  } catch (error) {
    throw new Stop(`${error.message}\n\n${HELP}`);
  }
  const port = values.port?.trim() === "" ? Number.NaN : Number(values.port ?? 8788);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Stop(`--port must be a whole number from 0 to 65535; got "${values.port}"`);
  }
  return { port, next: values.port === undefined, isOnce: values.once ?? false, isBuilt: values["no-build"] ?? false };
}

/** A port that is free now: workerd says of one that is not only that it could not start. */
async function freePort(wanted) {
  const server = createServer();
  const at = { ...wanted, host: "127.0.0.1" };
  await listenFrom(server, at).catch((error) => {
    const why = cannotListen(error, at);
    throw why === undefined ? error : new Stop(why);
  });
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The API, simulated, over HTTP; `callBack` is how it calls back. */
async function startApi(key, callBack) {
  const { createHttpHandler, createSimulator } = await import("wanreel/simulator");
  const simulator = createSimulator({
    apiKeys: [key],
    generationMs: GENERATION_MS,
    callbackFetch: callBack,
    onRequest: ({ method, path, status }) => console.log(`    API  ${method.padEnd(4)} ${path}  ${status}`),
    onCallback: ({ status }) => console.log(`    API  calls back  ${status ?? "no answer"}`),
  });
  const server = createServer(createHttpHandler(simulator, { all: true })).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    bill: () => simulator.billedMicroUsd(),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** As a page does: posts, follows the events, and fetches the video by its signed address. */
async function makeVideo(edge) {
  const { visitorCookie } = await import("../www/shared/visitor.js");
  const [cookie] = visitorCookie(randomBytes(16).toString("base64url")).split(";");
  const headers = { cookie, "content-type": "application/json" };
  console.log(`\n  POST ${edge}/jobs  ${REQUEST.prompt.slice(0, 48)}…`);
  const answer = await fetch(`${edge}/jobs`, { method: "POST", headers, body: JSON.stringify(REQUEST) });
  const made = await answer.json();
  if (!answer.ok) throw new Stop(`the pipeline answered ${answer.status}: ${made.error?.message}`);
  console.log(`  202  job ${made.id}, $${(made.price.microUsd / 1e6).toFixed(2)} put aside`);
  let job = made;
  const events = await fetch(`${edge}/jobs/${made.id}/events`, { headers });
  let rest = "";
  for await (const text of events.body.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split("\n\n");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      const [, data] = /^data: (.*)$/m.exec(part) ?? [];
      if (data === undefined) continue;
      job = JSON.parse(data);
      console.log(`  job  ${job.state}${job.task ? `, ${job.task.progress} %` : ""}`);
    }
  }
  if (job.state !== "done" || !job.video?.url) throw new Stop(`the job is ${job.state}: ${job.error?.message ?? ""}`);
  const url = new URL(job.video.url, edge).href;
  const video = Buffer.from(await (await fetch(url)).arrayBuffer());
  if (video.subarray(4, 8).toString() !== "ftyp") throw new Stop(`${url} is no video`);
  return { url, bytes: video.length, sha256: job.video.sha256 };
}

await main(import.meta.url, HELP, async (args) => {
  const { port: wanted, next, isOnce, isBuilt } = readOptions(args);
  if (!isBuilt) await build();
  const port = await freePort({ port: wanted, next });
  const ended = new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, resolve);
  });
  const key = `sk-edge-${randomBytes(12).toString("hex")}`;
  let worker;
  const api = await startApi(key, (url, init) => worker.callBack(url, init));
  try {
    await step("the Worker, its queue, objects and bucket, in workerd", async () => {
      // Not before the build: it needs the packages, and the package itself.
      const { CALLBACKS, startPipeline } = await import("../www/server/pipeline.mjs");
      const vars = {
        EVOLINK_API_KEY: key,
        EVOLINK_BASE_URL: api.url,
        CALLBACK_ORIGIN: CALLBACKS,
        HOST: "127.0.0.1",
        OPERATORS: "everybody",
      };
      worker = await startPipeline({ port, vars });
    });
    const edge = `${worker.url}/edge`;
    console.log(`\n  ${edge}/jobs      what users post to\n  ${edge}/operator  jobs, money, and what needs a person`);
    const { url, bytes, sha256 } = await makeVideo(edge);
    console.log(`\n  The video, ${bytes} bytes out of the bucket, sha256 ${sha256}:\n  ${url}`);
    console.log(`  $${(api.bill() / 1e6).toFixed(2)} by the API's books, of which nothing is billed.`);
    if (isOnce) return;
    console.log("\n  Ctrl+C ends it.");
    await ended;
  } finally {
    await worker?.close();
    api.close();
  }
});
