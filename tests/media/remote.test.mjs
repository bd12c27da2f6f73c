// URLs: how much is fetched, and what becomes of servers with habits of their own.
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { after, before, test } from "node:test";
import { box, id3 } from "./craft.mjs";
import { probe } from "./nearby.mjs";
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

test("redirects are followed, without anything of ours", async () => {
  const { info } = await counted("/small.mp4?hops=3");
  assert.equal(info.seconds, 0.5);
  for (const { authorization, cookie } of server.state.asked)
    assert.deepEqual([authorization, cookie], [undefined, undefined]);
});

test("a fetch of one's own", async () => {
  const seen = [];
  const fetch = async (url, init) => {
    seen.push([url, init.headers.range, init.redirect, init.signal.aborted]);
    return new Response(seed("plain.jpeg"), { status: 200 });
  };
  const info = await probe("https://example.com/cat?x=1", { fetch });
  assert.deepEqual(info, { kind: "image", format: "jpeg", width: 33, height: 17, bytes: 296, alpha: false });
  assert.deepEqual(seen, [["https://example.com/cat?x=1", "bytes=0-16383", "manual", false]]);
});

test("the table of bytes", () => {
  console.log(`| file | requests | bytes sent |\n| --- | ---: | ---: |\n${rows.join("\n")}`);
});
