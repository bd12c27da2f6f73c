// URLs behind which there is nothing, nothing in time, or nothing one could read.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { WanError } from "wanreel";
import { MediaError } from "wanreel/media";
import { box } from "./craft.mjs";
import { probe } from "./nearby.mjs";
import { inMemory, serve, sparse } from "./server.mjs";

const seed = (name) => readFileSync(new URL(`seeds/${name}`, import.meta.url));

let server;
before(async () => {
  const moov = seed("last.mp4");
  const ftyp = moov.readUInt32BE(0);
  server = await serve({
    "/small.mp4": inMemory(moov),
    "/last.mp4": inMemory(
      Buffer.concat([moov.subarray(0, ftyp), box("free", Buffer.alloc(65_536)), moov.subarray(ftyp)]),
    ),
    "/page.html": inMemory(Buffer.from("<!doctype html><title>Gone</title>")),
    "/empty": inMemory(Buffer.alloc(0)),
    "/zeros": sparse(Buffer.alloc(1), 100 << 20),
  });
});
after(() => server?.close());

const at = (path) => server.origin + path;

test("what cannot be fetched says why", async () => {
  const { port } = new URL(server.origin);
  for (const [url, message] of [
    [at("/none.mp4"), /\/none\.mp4 answered 404$/],
    [at("/small.mp4?status=403&X-Signature=secret"), /\/small\.mp4 answered 403$/],
    [at("/small.mp4?status=503"), /answered 503$/],
    [at("/small.mp4?status=204"), /answered 204$/],
    [at("/small.mp4?habit=wrong-range"), /another range/],
    [at("/small.mp4?hops=40"), /could not be fetched/],
    [at("/small.mp4?habit=cuts"), /could not be fetched/],
    ["http://127.0.0.1:1/x.mp4", /could not be fetched/],
    [`http://name:secret@127.0.0.1:${port}/small.mp4`, /name or password/],
    ["ftp://127.0.0.1/x.mp4", /http or https/],
    ["data:image/gif;base64,R0lGODlhAQABAAAAACw=", /http or https/],
    ["/x.mp4", /http or https/],
    ["", /http or https/],
  ]) {
    const error = await probe(url).then(assert.fail, (reason) => reason);
    assert.ok(error instanceof MediaError && error instanceof WanError, url);
    assert.equal(error.code, "media_unreachable", url);
    assert.match(error.message, message);
    assert.doesNotMatch(JSON.stringify(error) + error.message + error.hint, /secret/);
  }
  const changed = await probe(at("/last.mp4?habit=grows")).then(assert.fail, (reason) => reason);
  assert.deepEqual([changed.code, /changed while/.test(changed.message)], ["media_unreadable", true]);
});

test("what is no medium says what it is", async () => {
  for (const [path, format] of [
    ["/page.html", "html"],
    ["/empty", "unknown"],
    ["/zeros", "unknown"],
  ]) {
    const error = await probe(at(path)).then(assert.fail, (reason) => reason);
    assert.deepEqual([error.name, error.code, error.format], ["MediaError", "media_unreadable", format]);
    assert.deepEqual(error.toJSON().format, format);
  }
});

test("a time-out longer than timers wait is waited for all the same", async () => {
  const slowly = async (url, init) => {
    await new Promise((done) => setTimeout(done, 20));
    return fetch(url, init);
  };
  for (const timeoutMs of [2 ** 31, 3e9, Number.POSITIVE_INFINITY]) {
    assert.equal((await probe(at("/small.mp4"), { timeoutMs, fetch: slowly })).kind, "video");
  }
});

test("time-outs and aborts end it at once, the server or fetch willing or not", async () => {
  const deaf = () => new Promise(() => {});
  for (const [path, fetch] of [["/small.mp4?habit=silent"], ["/small.mp4?habit=stalls"], ["/small.mp4", deaf]]) {
    const start = performance.now();
    const late = await probe(at(path), { timeoutMs: 100, fetch }).then(assert.fail, (reason) => reason);
    assert.deepEqual([late.code, /within 0\.1 s/.test(late.message)], ["media_unreachable", true], path);
    const reason = new Error("enough");
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 50);
    assert.equal(await probe(at(path), { signal: controller.signal, fetch }).catch((error) => error), reason);
    assert.ok(performance.now() - start < 2000);
  }
  const asked = server.state.asked.length;
  const aborted = AbortSignal.abort(new Error("before"));
  await assert.rejects(probe(at("/small.mp4"), { signal: aborted }), /before/);
  await assert.rejects(probe(seed("last.mp4"), { signal: aborted }), /before/);
  assert.equal(server.state.asked.length, asked, "nothing was asked of the server");
});
