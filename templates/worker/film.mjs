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
// Of an unresolved job a person has to say what became of it.
const ENDS = ["done", "failed", "cancelled", "unresolved"];
// A stream ends after ten minutes, or where the connection breaks: the job goes on.
for (let tries = 0; !ENDS.includes(job.state); tries++) {
  if (tries > 0) await new Promise((resolve) => setTimeout(resolve, 2_000));
  await follow().catch((error) => console.error(`connecting again: ${error.cause?.message ?? error.message}`));
}
if (job.state !== "done") throw new Error(job.error?.message ?? `it is ${job.state}`);
// A signed address out of the bucket: it needs no token.
await writeFile(path, new Uint8Array(await (await fetch(WORKER + job.video.url)).arrayBuffer()));
console.log(`saved ${path}: ${job.video.bytes} bytes, sha256 ${job.video.sha256}`);

/** Server-sent events: one for each change, ended by a blank line; they arrive in pieces of any size. */
async function follow() {
  const events = await fetch(`${WORKER}/jobs/${made.id}/events`, { headers: { authorization } });
  if (!events.ok) throw new Error(`the events answer ${events.status}`);
  let rest = "";
  for await (const text of events.body.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split("\n\n");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      const [, data] = /^data: (.*)$/m.exec(part) ?? [];
      if (data === undefined) continue;
      job = JSON.parse(data);
      console.log(`${job.state}${job.task ? `  ${job.task.id} ${job.task.progress} %` : ""}`);
      // The stream of an unresolved job stays open.
      if (ENDS.includes(job.state)) return;
    }
  }
}
