/** Jobs in the pipeline: posted once, then followed by its events. What goes over the wire is js/edge's to say. */
import type { CompletedTask, VideoRequest } from "wanreel";
import type { Job } from "wanreel/edge";
import type { Trouble } from "../../shared/trouble.js";
import { refusal } from "./refusal.js";

/** For so long nothing is heard before that is called an end; the job goes on meanwhile. */
const PATIENCE_MS = 10_000;
const PAUSE_MS = 1_000;

const CUT: Trouble = {
  name: "ConnectionLost",
  code: "stream_cut",
  message: "The connection to the pipeline broke before it said which job there is.",
  hint: "Send it again: the pipeline knows the request, and joins the job it made instead of making another.",
};
const UNREACHABLE: Trouble = { ...CUT, message: "The pipeline cannot be reached." };

export interface Hearing {
  /** Each change of the job. */
  job(job: Job): void;
  /** No more is to be heard: it was refused, or cannot be reached. */
  trouble(trouble: Trouble): void;
  /** For now nothing comes. */
  missed(): void;
}

export interface Order {
  request: VideoRequest;
  /** Of a take that is to be another than the same request's; absent: the same request is the same job. */
  take?: string;
}

/** Nothing more comes of it. */
export const isOver = ({ state }: Job) => state === "done" || state === "failed" || state === "cancelled";

/** Posts a request, and follows its job to its end. A post is repeated at will: the same one is the same job. */
export async function order({ request, take }: Order, hearing: Hearing, signal: AbortSignal): Promise<void> {
  const headers = { "content-type": "application/json", ...(take !== undefined && { "idempotency-key": take }) };
  const job = await patiently(
    () => asked("/edge/jobs", { method: "POST", headers, body: JSON.stringify(request), signal }),
    { hearing, signal, lost: CUT },
  );
  if (!job) return;
  hearing.job(job);
  if (!isOver(job)) await follow(job.id, hearing, signal);
}

/** It waits in the pipeline's own queue: it can be cancelled, and then nothing is sent. */
export const isQueued = ({ state }: Pick<Job, "state">) => state === "reserving" || state === "queued";

/** Cancels a job in the queue; undefined where it has left that meanwhile, and runs. */
export async function cancel(id: string): Promise<Job | undefined> {
  try {
    return await asked(`/edge/jobs/${encodeURIComponent(id)}/cancel`, { method: "POST" });
  } catch (error) {
    if (error instanceof Refused && error.trouble.status === 409) return undefined;
    throw error;
  }
}

/** Follows a job to its end. */
export async function follow(id: string, hearing: Hearing, signal: AbortSignal): Promise<void> {
  const path = `/edge/jobs/${encodeURIComponent(id)}`;
  while (!signal.aborted) {
    if (await listen(`${path}/events`, hearing, signal)) return;
    // An EventSource does not say why it ended: a plain request does.
    const job = await patiently(() => asked(path, { signal }), { hearing, signal, lost: UNREACHABLE });
    if (!job) return;
    hearing.job(job);
    if (isOver(job)) return;
  }
}

/** Hears the events; resolves to whether the job's end was among them. */
function listen(path: string, hearing: Hearing, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const source = new EventSource(path);
    const end = (isEnd: boolean) => {
      source.close();
      resolve(isEnd);
    };
    source.addEventListener("job", ({ data }) => {
      const job = JSON.parse(data) as Job;
      hearing.job(job);
      if (isOver(job)) end(true);
    });
    source.addEventListener("error", () => end(false));
    signal.addEventListener("abort", () => end(true), { once: true });
  });
}

interface Patience {
  hearing: Hearing;
  signal: AbortSignal;
  /** What is told where the patience ends. */
  lost: Trouble;
}

/** What is answered, sooner or later; undefined where that was told as trouble, or nobody listens any more. */
async function patiently(ask: () => Promise<Job>, { hearing, signal, lost }: Patience): Promise<Job | undefined> {
  const began = Date.now();
  while (!signal.aborted) {
    try {
      return await ask();
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Refused) return void hearing.trouble(error.trouble);
      if (Date.now() - began > PATIENCE_MS) return void hearing.trouble(lost);
      hearing.missed();
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

/** The whole video, to keep. */
export async function download({ results }: CompletedTask): Promise<Blob> {
  return (await accepted(await fetch(results[0] ?? ""))).blob();
}

class Refused extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble.message);
  }
}

const asked = async (path: string, init: RequestInit): Promise<Job> => (await accepted(await fetch(path, init))).json();

async function accepted(response: Response): Promise<Response> {
  if (response.ok) return response;
  throw new Refused(refusal(response.status, await response.json().catch(() => undefined)));
}
