// URLs: how much is fetched, and what becomes of servers with habits of their own.
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { after, before, test } from "node:test";
import { WanError } from "wanreel";
import { MediaError, probe } from "wanreel/media";
import { box, id3 } from "./craft.mjs";
import { make } from "./samples.mjs";
import { inMemory, onDisk, serve, sparse } from "./server.mjs";
import { skip } from "./tools.mjs";

const MB = 1 << 20;
const seed = (name) => readFileSync(new URL(`seeds/${name}`, import.meta.url));

/** A box whose size stands in eight bytes. */
function longBox(kind, length) {
  const head = Buffer.alloc(16);
  head.writeUInt32BE(1);
  head.write(kind, 4);
  head.writeBigUInt64BE(BigInt(length), 8);
  return head;
}

/** The boxes before the samples of a small video, around as many samples as asked for. */
function large(name, size, last) {
  const bytes = seed(name);
  const at = bytes.indexOf("moov") - 4;
  const moov = bytes.subarray(at, at + bytes.readUInt32BE(at));
  const ftyp = bytes.subarray(0, bytes.readUInt32BE(0));
  const before = last ? ftyp : Buffer.concat([ftyp, moov]);
  const rest = size - before.length - (last ? moov.length : 0);
  return sparse(Buffer.concat([before, longBox("mdat", rest)]), size, last ? moov : undefined);
}

/** Many fragments of a hundred kilobytes without an index: each has to be visited. */
function fragments(count) {
  const bytes = seed("frag.mp4");
  const [first, second] = [bytes.indexOf("moof") - 4, bytes.indexOf("moof", bytes.indexOf("moof") + 4) - 4];
  const moof = bytes.subarray(first, first + bytes.readUInt32BE(first));
  assert.ok(second > first);
  const fragment = Buffer.concat([moof, box("mdat", Buffer.alloc(100_000))]);
  return inMemory(Buffer.concat([bytes.subarray(0, first), ...Array.from({ length: count }, () => fragment)]));
}

let server;
before(async () => {
  const files = {
    "/first.mp4": large("first.mp4", 100 * MB, false),
    "/last.mp4": large("last.mp4", 100 * MB, true),
    "/last.mov": large("turned.mov", 100 * MB, true),
    "/huge.mp4": large("last.mp4", 5000 * MB, true),
    "/small.mp4": inMemory(seed("last.mp4")),
    "/fragments.mp4": fragments(30),
    "/endless.mp4": fragments(200),
    "/art.mp3": inMemory(Buffer.concat([id3(3 * MB), seed("bare.mp3")])),
    "/bare.mp3": inMemory(seed("bare.mp3")),
    "/plain.jpeg": inMemory(seed("plain.jpeg")),
    "/page.html": inMemory(Buffer.from("<!doctype html><title>Gone</title>")),
    "/empty": inMemory(Buffer.alloc(0)),
    "/zeros": sparse(Buffer.alloc(1), 100 * MB),
  };
  if (!skip) for (const name of ["real-first.mov", "real-last.mov"]) files[`/${name}`] = await real(name);
  server = await serve(files);
});
after(() => server?.close());

async function real(name) {
  const path = await make(name);
  return onDisk(path, statSync(path).size);
}

const at = (path) => server.origin + path;
async function counted(path, options) {
  server.reset();
  const info = await probe(at(path), options);
  return { info, sent: server.state.sent, requests: server.state.asked.length };
}
const rows = [];
const note = (name, { sent, requests }) => rows.push(`| ${name} | ${requests} | ${(sent / 1000).toFixed(1)} kB |`);

test("a video of 100 MB, moov first and last: some kilobytes", async () => {
  for (const path of ["/first.mp4", "/last.mp4", "/last.mov", "/huge.mp4"]) {
    const result = await counted(path);
    const { info } = result;
    note(`${path}, ${Math.round(info.bytes / MB)} MB`, result);
    const [width, height] = path.endsWith("mov") ? [48, 32] : [32, 48];
    assert.deepEqual([info.kind, info.width, info.height, info.seconds], ["video", width, height, 0.5]);
    assert.ok(result.sent < 100_000 && result.requests <= 3, JSON.stringify(result));
  }
});

test("real videos of 100 MB", { skip }, async () => {
  for (const path of ["/real-first.mov", "/real-last.mov"]) {
    const result = await counted(path);
    note(`${path}, ${Math.round(result.info.bytes / MB)} MB`, result);
    assert.deepEqual([result.info.width, result.info.height, result.info.seconds], [1280, 720, 3.04]);
    assert.ok(result.info.bytes > 100 * MB && result.sent < 100_000, JSON.stringify(result));
  }
});

test("what lies scattered is visited, as long as it stays below a megabyte", async () => {
  const some = await counted("/fragments.mp4");
  note("/fragments.mp4, 3 MB in 30 fragments", some);
  assert.ok(some.info.seconds > 0 && some.sent < MB, JSON.stringify(some));
  const many = await counted("/endless.mp4");
  note("/endless.mp4, 20 MB in 200 fragments", many);
  assert.deepEqual([many.info.width, many.info.seconds], [32, undefined], "the sides are known, the length is not");
  assert.ok(many.sent < MB && many.requests <= 64, JSON.stringify(many));
  const art = await counted("/art.mp3");
  note("/art.mp3, 3 MB of cover", art);
  assert.ok(Math.abs(art.info.seconds - 0.504) < 0.05 && art.sent < 100_000);
});

test("servers without ranges are read from the start, and left early", async () => {
  const first = await counted("/first.mp4?habit=no-ranges");
  note("/first.mp4, no ranges", first);
  assert.deepEqual([first.info.seconds, first.info.bytes, first.requests], [0.5, 100 * MB, 1]);
  // What the sockets between have taken was not asked for.
  assert.ok(first.sent < 8 * MB, `${first.sent} bytes`);
  await assert.rejects(counted("/last.mp4?habit=no-ranges"), (error) => {
    assert.deepEqual([error.code, error.format], ["media_unreadable", "mp4"]);
    assert.match(error.hint, /sends no ranges/);
    return true;
  });
  assert.ok(server.state.sent < 12 * MB, `${server.state.sent} bytes`);
  for (const more of ["", "&habit=chunked"]) {
    const { info } = await counted(`/small.mp4?habit=no-ranges${more}`);
    assert.deepEqual([info.seconds, info.bytes], [0.5, seed("last.mp4").length]);
  }
  const zeros = await probe(at("/zeros?habit=no-ranges")).catch((error) => error);
  assert.deepEqual([zeros.code, zeros.format], ["media_unreadable", "unknown"]);
});

test("the size comes from wherever it is told", async () => {
  const size = seed("bare.mp3").length;
  for (const habit of ["none", "chunked", "no-content-range", "unknown-size", "too-much"]) {
    const { info } = await counted(`/bare.mp3?habit=${habit}`);
    assert.deepEqual([info.bytes, info.seconds], [size, 0.504], habit);
  }
  const large = await counted("/first.mp4?habit=no-content-range");
  assert.deepEqual([large.info.bytes, large.requests], [100 * MB, 2]);
  const unknown = await counted("/first.mp4?habit=unknown-size");
  assert.deepEqual([unknown.info.bytes, unknown.info.seconds], [undefined, 0.5]);
  const seen = await counted("/last.mp4?habit=unknown-size");
  assert.deepEqual([seen.info.bytes, seen.info.seconds], [100 * MB, 0.5], "its end was seen");
});

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

test("redirects are followed, without anything of ours", async () => {
  const { info } = await counted("/small.mp4?hops=3");
  assert.equal(info.seconds, 0.5);
  for (const { authorization, cookie } of server.state.asked)
    assert.deepEqual([authorization, cookie], [undefined, undefined]);
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

test("a fetch of one's own", async () => {
  const seen = [];
  const fetch = async (url, init) => {
    seen.push([url, init.headers.range, init.redirect, init.signal.aborted]);
    return new Response(seed("plain.jpeg"), { status: 200 });
  };
  const info = await probe("https://example.com/cat?x=1", { fetch });
  assert.deepEqual(info, { kind: "image", format: "jpeg", width: 33, height: 17, bytes: 296, alpha: false });
  assert.deepEqual(seen, [["https://example.com/cat?x=1", "bytes=0-16383", "follow", false]]);
});

test("the table of bytes", () => {
  console.log(`| file | requests | bytes sent |\n| --- | ---: | ---: |\n${rows.join("\n")}`);
});
