// The client that `npx wanreel init worker` writes follows a job though its events arrive in pieces and break off.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { serve, world } from "./world.mjs";

const FILM = new URL("../../templates/worker/film.mjs", import.meta.url).pathname;
let here;
before(async () => {
  here = await world({ simulate: { generationMs: 1_500 } });
});
after(() => here?.stop());

/** Before the pipeline: sends events some bytes at a time, and breaks the first two streams off in the middle of one. */
function badLine() {
  const streams = { count: 0 };
  const listener = async (incoming, outgoing) => {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const { "content-type": type } = incoming.headers;
    const answer = await fetch(here.origin + incoming.url, {
      method: incoming.method,
      headers: { "x-user": "ann", ...(type ? { "content-type": type } : {}) },
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    });
    outgoing.writeHead(answer.status, { "content-type": answer.headers.get("content-type") });
    const events = incoming.url.endsWith("/events");
    const most = events && ++streams.count <= 2 ? 150 : Number.POSITIVE_INFINITY;
    let sent = 0;
    for await (const bytes of answer.body) {
      if (!events) outgoing.write(bytes);
      for (let from = 0; events && from < bytes.length; from += 50, sent += 50) {
        if (sent >= most) return void outgoing.destroy();
        outgoing.write(bytes.subarray(from, from + 50));
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    }
    outgoing.end();
  };
  return { streams, listener };
}

test("a video is saved though events come in pieces, and their connection breaks twice", {
  timeout: 60_000,
}, async (t) => {
  const { streams, listener } = badLine();
  const { origin, stop } = await serve(listener);
  t.after(stop);
  const folder = mkdtempSync(join(tmpdir(), "film-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "video.mp4");
  const env = { ...process.env, WORKER: origin };
  const { stdout } = await promisify(execFile)(process.execPath, [FILM, "A film over a bad line", path], { env });
  assert.match(stdout, /^done/m);
  assert.equal(readFileSync(path).subarray(4, 8).toString(), "ftyp");
  assert.ok(streams.count >= 3, `${streams.count} streams`);
  assert.equal(here.simulator.tasks().length, 1);
});
