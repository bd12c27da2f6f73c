// A large video on its way into R2: in parts, over cuts, evictions, files that change, and a bucket that fails.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { TEXT, world } from "./world.mjs";

const MINUTE = 60_000;
const PART = 5 * 1024 * 1024;
/** Two parts and a half, in boxes whose last is all of the rest. */
const FILM = randomBytes(PART * 2 + PART / 2);
FILM.writeUInt32BE(24, 0);
FILM.write("ftypisom", 4, "latin1");
FILM.writeUInt32BE(8, 24);
FILM.write("free", 28, "latin1");
FILM.writeUInt32BE(FILM.length - 32, 32);
FILM.write("mdat", 36, "latin1");

const worlds = [];
after(() => Promise.all(worlds.map((each) => each.stop())));

/** A file host; `cut(n)`: after how many bytes the nth answer stands still ("stall") or breaks off; nothing for all. */
function hostOf(cut = () => ({})) {
  const asked = [];
  const host = { asked, etag: '"one"', film: FILM };
  host.listen = (request, response) => {
    const { range, "if-range": condition } = request.headers;
    asked.push({ range, condition });
    const whole = range === undefined || (condition !== undefined && condition !== host.etag);
    const from = whole ? 0 : Number(/^bytes=(\d+)-$/.exec(range)[1]);
    const { after: bytes, end } = cut(asked.length);
    response.writeHead(whole ? 200 : 206, {
      "content-type": "video/mp4",
      "content-length": host.film.length - from,
      etag: host.etag,
      ...(whole ? {} : { "content-range": `bytes ${from}-${host.film.length - 1}/${host.film.length}` }),
    });
    if (bytes === undefined) return response.end(host.film.subarray(from));
    response.write(
      host.film.subarray(from, from + bytes),
      () => end !== "stall" && setTimeout(() => response.destroy(), 20),
    );
  };
  return host;
}

async function start(host, pipeline = {}) {
  const here = await world({ results: host.listen, pipeline, simulate: { generationMs: 50 } });
  worlds.push(here);
  const { id } = await (await here.post(TEXT)).json();
  return { ...here, id };
}

async function isWhole({ until, id, origin, test: control }, film = FILM) {
  const job = await until(id, "done");
  const hash = createHash("sha256").update(film).digest("hex");
  assert.deepEqual([job.video.bytes, job.video.sha256, job.error], [film.length, hash, undefined]);
  const file = Buffer.from(await (await fetch(origin + job.video.url)).arrayBuffer());
  assert.ok(file.equals(film));
  assert.deepEqual(await control("bucket"), [{ key: job.video.key, size: film.length }]);
}

test("a large video goes by parts, and is hashed on its way", async () => {
  const host = hostOf();
  await isWhole(await start(host));
  assert.equal(host.asked.length, 1);
});

test("a video that comes without its length, or packed and so longer than it says, is whole", async () => {
  const blank = Buffer.concat([FILM.subarray(0, 40), Buffer.alloc(PART + 100_000)]);
  blank.writeUInt32BE(blank.length - 32, 32);
  const packed = gzipSync(blank);
  assert.ok(packed.length < 100_000, `${packed.length}`);
  for (const [headers, body, film] of [
    [{ "transfer-encoding": "chunked" }, FILM, FILM],
    [{ "content-encoding": "gzip", "content-length": packed.length }, packed, blank],
  ]) {
    const listen = (_, response) => response.writeHead(200, { "content-type": "video/mp4", ...headers }).end(body);
    await isWhole(await start({ listen }), film);
  }
});

test("a connection that breaks off goes on by range, where the validator agrees", async () => {
  const host = hostOf((number) => (number === 1 ? { after: PART + 1_000_000 } : {}));
  await isWhole(await start(host));
  assert.match(host.asked[1].range, /^bytes=\d+-$/);
  assert.equal(host.asked[1].condition, '"one"');
});

test("an object that is evicted half-way goes on behind the parts it stored, and reads the whole back", async () => {
  const host = hostOf((number) => (number === 1 ? { after: PART + 1_000_000, end: "stall" } : {}));
  const here = await start(host);
  await firstPart(here);
  await here.test("evict", { name: here.id });
  await here.pass(MINUTE, here.id);
  await isWhole(here);
  assert.deepEqual(host.asked.at(-1), { range: `bytes=${PART}-`, condition: '"one"' });
});

test("a file that changed meanwhile is begun anew, and the parts of the old one are given up", async () => {
  const host = hostOf((number) => (number === 1 ? { after: PART + 1_000_000, end: "stall" } : {}));
  const here = await start(host);
  await firstPart(here);
  host.etag = '"two"';
  await here.test("evict", { name: here.id });
  await here.pass(MINUTE, here.id);
  await here.pass(MINUTE, here.id);
  await isWhole(here);
  assert.deepEqual(host.asked.at(-1), { range: undefined, condition: undefined });
});

test("a bucket that fails in the middle is tried again, and what is there is not sent twice", async () => {
  const host = hostOf((number) => (number === 1 ? { after: PART + 1_000_000, end: "stall" } : {}));
  const here = await start(host);
  await firstPart(here);
  await here.test("faults", { puts: 1 });
  await here.test("evict", { name: here.id });
  await here.pass(MINUTE, here.id);
  assert.equal((await here.show(here.id)).state, "archiving");
  await here.pass(MINUTE, here.id);
  await isWhole(here);
});

test("a link that has ended leaves the link, and holds no money", async () => {
  const host = hostOf();
  host.listen = (_, response) => response.writeHead(410).end();
  const here = await start(host);
  const job = await here.until(here.id, "done");
  assert.equal(job.error.code, "result_expired");
  assert.ok(job.video.link && job.video.expiresAt && !job.video.url);
  assert.equal(job.price.spentMicroUsd, 430_000);
  assert.equal((await here.call(`/files/${here.id}`)).status, 404);
});

test("what is no video is not kept", async () => {
  const host = hostOf();
  host.listen = (_, response) =>
    response.writeHead(200, { "content-type": "text/html" }).end("<p>Sign in to this network</p>");
  const here = await start(host);
  // Each try is a fetch of its own, as long as it takes here.
  for (let round = 0; round < 60 && (await here.show(here.id)).state !== "done"; round++) {
    await here.pass(10 * MINUTE, here.id);
    await sleep(50);
  }
  assert.equal((await here.until(here.id, "done")).error.code, "not_a_video");
  assert.deepEqual(await here.test("bucket"), []);
});

/** Waits until the first part is in the bucket and written down. */
async function firstPart({ test: control, until, id }) {
  await until(id, "archiving");
  for (let tries = 0; tries < 200 && (await control("cost")).parts < 1; tries++) await sleep(50);
  await sleep(200);
}
