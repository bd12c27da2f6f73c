// archive() into R2, in workerd, from hosts that encode, break off, go on by range or cannot.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { dirname } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { workerModules } from "../../scripts/lib/worker-modules.mjs";
import { FILM } from "./support.mjs";

// Read when miniflare is loaded: nothing is to be asked of the network.
Object.assign(process.env, { WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" });

const PROGRAM = `
import { WanClient } from "wanreel";
export default {
  async fetch(given, env) {
    const { task, key } = await given.json();
    const client = new WanClient({ apiKey: "sk-of-some-length", retry: { initialMs: 5, maxMs: 20 }, timeouts: { readMs: 1500 } });
    try {
      return Response.json(await client.archive(task, { bucket: env.VIDEOS, key }));
    } catch ({ name, code, taskId, message }) {
      return Response.json({ name, code, taskId, message });
    }
  },
};`;

const ETAG = '"film-1"';
const TYPE = { "content-type": "video/mp4", etag: ETAG };

let miniflare;
let videos;
const servers = new Set();
before(async () => {
  const { Miniflare } = await import("miniflare");
  const { outputFiles } = await build({
    stdin: { contents: PROGRAM, resolveDir: dirname(fileURLToPath(import.meta.url)), sourcefile: "program.js" },
    bundle: true,
    write: false,
    format: "esm",
    conditions: ["workerd", "worker"],
    external: ["*.wasm", "node:*", "cloudflare:*"],
  });
  miniflare = new Miniflare({
    cf: false,
    compatibilityDate: "2026-04-01",
    modules: workerModules(outputFiles[0].text),
    r2Buckets: ["VIDEOS"],
  });
  await miniflare.ready;
  videos = await miniflare.getR2Bucket("VIDEOS");
});
after(async () => {
  await miniflare?.dispose();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** Archives from a host; `answer(request, response, n)` sees the number of the request, from 1. */
async function archived(key, answer) {
  let seen = 0;
  const server = createServer((request, response) => answer(request, response, ++seen)).listen(0, "127.0.0.1");
  servers.add(server);
  await once(server, "listening");
  const task = {
    id: "task-unified-1-abc",
    status: "completed",
    results: [`http://127.0.0.1:${server.address().port}/v.mp4`],
    createdAt: new Date(Date.now() - 60_000),
    expiresAt: new Date(Date.now() + 80_000_000),
  };
  const body = JSON.stringify({ task, key });
  const said = await (await miniflare.dispatchFetch("http://app.test/", { method: "POST", body })).json();
  const object = await videos.get(key);
  const bytes = object && Buffer.from(await object.arrayBuffer());
  return { said, bytes, type: object?.httpMetadata.contentType, encoding: object?.httpMetadata.contentEncoding, seen };
}

const from = ({ headers }) => Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
const head = (start) =>
  start > 0
    ? [
        206,
        {
          ...TYPE,
          "content-length": FILM.length - start,
          "content-range": `bytes ${start}-${FILM.length - 1}/${FILM.length}`,
        },
      ]
    : [200, { ...TYPE, "content-length": FILM.length }];
const rest = (request, response) => response.writeHead(...head(from(request))).end(FILM.subarray(from(request)));
/** `length` bytes of what was asked for, and then no connection any more. */
function breakOff(request, response, length, [status, headers] = head(from(request))) {
  const start = status === 206 ? from(request) : 0;
  response.writeHead(status, headers);
  response.write(FILM.subarray(start, start + length), () => setTimeout(() => response.destroy(), 20));
}

const WHOLE = { said: { bytes: FILM.length, contentType: "video/mp4" }, type: "video/mp4", encoding: undefined };
for (const [what, answer, requests] of [
  ["as it is", rest, 1],
  ["of unknown length", (_, response) => response.writeHead(200, TYPE).end(FILM), 1],
  ...Object.entries({ gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync }).map(([encoding, encode]) => [
    `encoded by ${encoding}`,
    (request, response) => {
      const packed = encode(FILM);
      const told = { ...TYPE, "content-encoding": encoding, "content-length": packed.length };
      if (String(request.headers["accept-encoding"]).includes(encoding)) response.writeHead(200, told).end(packed);
      else rest(request, response);
    },
    1,
  ]),
  ["broken off once, goes on by range", (q, a, n) => (n === 1 ? breakOff(q, a, 100_000) : rest(q, a)), 2],
  ["broken off three times", (q, a, n) => (n < 4 ? breakOff(q, a, 70_000) : rest(q, a)), 4],
  ["broken off at once", (q, a, n) => (n === 1 ? breakOff(q, a, 1) : rest(q, a)), 2],
  [
    "broken off, from a host without ranges",
    (q, a, n) => {
      const whole = [200, { "content-type": "video/mp4", "content-length": FILM.length }];
      if (n === 1) breakOff(q, a, 100_000, whole);
      else a.writeHead(...whole).end(FILM);
    },
    2,
  ],
  [
    "broken off, and another file by then: written anew",
    (q, a, n) => {
      if (n === 1) return breakOff(q, a, 100_000);
      a.writeHead(200, { ...TYPE, etag: '"film-2"', "content-length": FILM.length }).end(FILM);
    },
    undefined,
  ],
]) {
  test(`a video ${what}: whole in the bucket, with a type of our own`, { timeout: 60_000 }, async () => {
    const { bytes, seen, ...got } = await archived(`whole/${what}`, answer);
    assert.deepEqual(got, WHOLE);
    assert.ok(bytes.equals(FILM));
    if (requests !== undefined) assert.equal(seen, requests);
  });
}

for (const [what, answer, name, code] of [
  ["that breaks off for ever", (q, a) => breakOff(q, a, 0), "NetworkError"],
  [
    "that ends early, as its length says",
    (_, a) =>
      a
        .writeHead(200, { ...TYPE, "content-length": FILM.length, connection: "close" })
        .write(FILM.subarray(0, 9000), () => a.destroy()),
    "NetworkError",
  ],
  [
    "that is a page",
    (_, a) => a.writeHead(200, { "content-type": "text/html" }).end("<p>sign in"),
    "WanError",
    "not_a_video",
  ],
  ["whose first byte never comes", () => {}, "NetworkError"],
]) {
  test(`a video ${what}: an error with the task's id, and nothing in the bucket`, { timeout: 60_000 }, async () => {
    const { said, bytes } = await archived(`none/${what}`, answer);
    assert.deepEqual([said.name, said.taskId, bytes], [name, "task-unified-1-abc", null], JSON.stringify(said));
    if (code) assert.equal(said.code, code);
  });
}

test("ten at once into one bucket, each broken off elsewhere", { timeout: 60_000 }, async () => {
  const all = await Promise.all(
    Array.from({ length: 10 }, (_, number) =>
      archived(`many/${number}`, (q, a, n) => (n === 1 ? breakOff(q, a, 10_000 + number * 25_000) : rest(q, a))),
    ),
  );
  for (const { bytes, said } of all) assert.ok(bytes?.equals(FILM), JSON.stringify(said));
});
