/**
 * GET /jobs/{id}/events: server-sent events for a page. The stream is the Worker's, which asks the job now and then; no object
 * is held awake by it. Source: html.spec.whatwg.org, Server-sent events.
 */
import { safeHeaders } from "../../proxy/answer.js";
import { askJob } from "../ask-job.js";
import type { Deployment } from "../deployment.js";
import { ENDS } from "../states.js";
import type { Job } from "../types.js";
import { findJob, shown } from "./show.js";
import type { Visitor } from "./visitor.js";

/** Pauses between two looks: a job asks the API no more often either. */
const [FIRST_MS, LONGEST_MS] = [1_000, 5_000];
/** Proxies on the way end a connection that is silent for a minute. */
const SILENT_MS = 20_000;
/** Then the page's EventSource connects anew, and goes on where it was. */
const LONGEST_STREAM_MS = 600_000;
const RECONNECT_MS = 2_000;

export async function streamEvents(
  deployment: Deployment,
  visitor: Visitor,
  job: string,
  request: Request,
): Promise<Response> {
  const first = await findJob(deployment, visitor, job);
  // It has seen the end already: no content tells an EventSource to stop connecting.
  if (isOver(first) && request.headers.get("last-event-id") === eventId(first)) {
    return new Response(null, { status: 204, headers: safeHeaders() });
  }
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const gone = follow(deployment, first, writer).catch(() => {});
  gone.finally(() => writer.close().catch(() => {}));
  const headers = safeHeaders({ "content-type": "text/event-stream; charset=utf-8" });
  return new Response(readable, { headers });
}

/** Writes each change until the job is over; a page that is gone ends it by refusing what is written. */
async function follow(deployment: Deployment, first: Job, writer: WritableStreamDefaultWriter<Uint8Array>) {
  const encoder = new TextEncoder();
  const write = (text: string) => writer.write(encoder.encode(text));
  const began = performance.now();
  await write(`retry: ${RECONNECT_MS}\n\n`);
  let [last, spoke, pause] = ["", performance.now(), FIRST_MS];
  for (let job: Job | null = first; job; ) {
    const now = JSON.stringify(await shown(deployment, job));
    const changed: boolean = eventId(job) !== last;
    if (changed || performance.now() - spoke > SILENT_MS) {
      await write(changed ? `id: ${eventId(job)}\nevent: job\ndata: ${now}\n\n` : ": still here\n\n");
      spoke = performance.now();
      pause = changed ? FIRST_MS : pause;
    }
    last = eventId(job);
    if (isOver(job) || performance.now() - began > LONGEST_STREAM_MS) return;
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(LONGEST_MS, pause * 1.5);
    ({ job } = await askJob(deployment, job.id, { show: true }));
  }
}

/** What the page has seen: changes with everything that is shown. */
function eventId({ run, state, timeline, task, needsReview, notification, video }: Job): string {
  return [run, state, timeline.length, task?.status, task?.progress, needsReview, notification, video?.bytes]
    .map((each) => String(each ?? ""))
    .join(".");
}

/** Its notification goes on without the page. */
const isOver = ({ state }: Job) => ENDS.includes(state);
