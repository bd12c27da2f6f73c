// Odd files of every kind, held against ffprobe where it can be asked: what cannot be known is unknown, never a wrong number.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { probe } from "wanreel/media";
import { EXIF, FRAGMENTS, ISO, JPEG, MP3, read, SILENT_HEADERS, WAV } from "./odd.mjs";
import { folder, make } from "./samples.mjs";
import { inMemory, serve } from "./server.mjs";
import { count, ffprobe, magick, skip } from "./tools.mjs";

const MOST = 0.05;
let server;
const files = {};
before(async () => {
  server = await serve(files);
});
after(() => server?.close());

let made = 0;
function keep(bytes, kind) {
  made += 1;
  const path = join(folder, `odd-${process.pid}-${made}.${kind}`);
  writeFileSync(path, bytes);
  return path;
}

/** The same file at hand and behind a URL, where less of it may be read. */
async function both(bytes) {
  const path = `/${Object.keys(files).length}`;
  files[path] = inMemory(bytes);
  const far = probe(server.origin + path, { allowPrivateHosts: true }).catch((error) => {
    assert.match(error.message, /lies too deep inside/);
    return {};
  });
  return [await probe(bytes), await far];
}

function near(info, seconds) {
  assert.ok(Math.abs(info.seconds - seconds) <= MOST, `${info.seconds} s for ${seconds} s`);
}
/** Behind a URL a length may be unknown; a wrong one is never told. */
function nearOrUnknown(info, seconds) {
  if (info.seconds !== undefined) near(info, seconds);
}

async function each(t, rows, run) {
  for (const row of rows) await t.test(row[0], () => run(...row));
}

test("mp3: the last frame ends it", { skip, timeout: 120_000 }, (t) =>
  each(t, MP3, async (_, source, change, times = 1) => {
    const bytes = change(await read(`${source}.mp3`));
    const whole = (await count(await make(`${source}.mp3`))).seconds;
    // What is cut is judged by itself, with its table taken for a frame.
    const isCut = times < 1 || bytes.length < (await read(`${source}.mp3`)).length;
    // Of joined pieces, the tables of the later ones are played as silence.
    const tables = source.includes("bare") || source.startsWith("cbr") ? 0 : times - 1;
    const seconds = isCut ? (await count(keep(bytes, "mp3"))).seconds : whole * times + (tables * 1152) / 44100;
    const [here, far] = await both(bytes);
    assert.equal(here.format, "mp3");
    near(here, seconds);
    nearOrUnknown(far, seconds);
  }),
);

test("wav: sound is as long as its channels and bits say", { skip }, (t) =>
  each(t, WAV, async (_, seconds, bytes, judged = true) => {
    for (const info of await both(bytes)) near(info, seconds);
    if (judged) near(await ffprobe(keep(bytes, "wav")), seconds);
  }),
);

test("mp4 and mov: other first boxes, turns", { skip, timeout: 120_000 }, (t) =>
  each(t, ISO, async (_, source, change) => {
    const bytes = change(await read(source));
    const truth = await ffprobe(keep(bytes, source.split(".").pop()));
    for (const info of await both(bytes)) {
      near(info, truth.seconds);
      if (info.kind !== "video") continue;
      assert.deepEqual([info.width, info.height, info.rotation], [truth.width, truth.height, truth.rotation]);
    }
  }),
);

test("mp4 and mov whose headers say 0 or nothing: the samples do", { skip }, (t) =>
  each(t, SILENT_HEADERS, async (_, source, change) => {
    const { seconds } = await ffprobe(await make(source));
    for (const info of await both(change(await read(source)))) near(info, seconds);
  }),
);

test("fragments the movie box does not tell of: from their samples, or unknown", { skip }, (t) =>
  each(t, FRAGMENTS, async (_, source, change) => {
    const bytes = change(await read(source));
    const { seconds } = await ffprobe(await make(source));
    for (const info of await both(bytes)) nearOrUnknown(info, seconds);
  }),
);

test("jpeg: stray bytes, fill bytes, markers between segments, Exif", { skip, timeout: 120_000 }, (t) =>
  each(t, JPEG, async (_, source, change) => {
    const bytes = change(await read(source));
    const shown = await magick(keep(bytes, "jpeg"), "-auto-orient", "-format", "%w %h", "info:");
    for (const { width, height } of await both(bytes)) assert.equal(`${width} ${height}`, shown.stdout);
  }),
);

test("png and webp with Exif", { skip }, (t) =>
  each(t, EXIF, async (name, source, change, turned) => {
    const bytes = change(await read(source));
    const [here, far] = await both(bytes);
    assert.deepEqual([here.width, here.height], turned ? [241, 321] : [321, 241]);
    // Behind a URL, what stands behind a PNG's picture is not looked for.
    if (!name.includes("behind the picture")) assert.deepEqual(far, here);
  }),
);
