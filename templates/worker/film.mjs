// Asks the Worker for a video, follows it, and saves what it archived: npm run film -- "A lighthouse at dusk" dusk.mp4
import { writeFile } from "node:fs/promises";

const [prompt = "A lighthouse keeper climbs the spiral stairs at dusk", path = "video.mp4"] = process.argv.slice(2);
const { WORKER = "http://127.0.0.1:8787", USER_TOKEN = "user" } = process.env;
const authorization = `Bearer ${USER_TOKEN}`;

const answer = await fetch(`${WORKER}/jobs`, {
  method: "POST",
  headers: { authorization, "content-type": "application/json" },
  body: JSON.stringify({ model: "wan2.7-text-to-video", prompt, duration: 5 }),
});
const made = await answer.json();
if (!answer.ok) throw new Error(`${answer.status}: ${made.error?.message}`);
console.log(`job ${made.id}  it costs $${(made.price.microUsd / 1e6).toFixed(2)} at most`);

let job = made;
// Server-sent events: one for each change, until the end.
const events = await fetch(`${WORKER}/jobs/${made.id}/events`, { headers: { authorization } });
for await (const text of events.body.pipeThrough(new TextDecoderStream())) {
  for (const [, data] of text.matchAll(/^data: (.*)$/gm)) {
    job = JSON.parse(data);
    console.log(`${job.state}${job.task ? `  ${job.task.id} ${job.task.progress} %` : ""}`);
  }
}
if (job.state !== "done") throw new Error(job.error?.message ?? `it is ${job.state}`);
// A signed address out of the bucket: it needs no token.
await writeFile(path, new Uint8Array(await (await fetch(WORKER + job.video.url)).arrayBuffer()));
console.log(`saved ${path}: ${job.video.bytes} bytes, sha256 ${job.video.sha256}`);
