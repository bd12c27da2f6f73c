/** A job in the pipeline: what is heard of it, reduced as the package's hook reduces its own. */

import { useEffect, useRef, useState } from "preact/hooks";
import { buildRequest, type CompletedTask, type Task, type VideoRequest } from "wanreel";
import type { Job } from "wanreel/edge";
import { IDLE, reduce, type VideoEvent, type VideoState } from "wanreel/video";
import { type Trouble, toTrouble } from "../../shared/trouble.js";
import { filesIn } from "../media/facts.js";
import { type Request, withoutFiles } from "../request/values.js";
import { clientIn } from "../where/clients.js";
import { cancel, download, follow, type Hearing, isOver, isQueued, order } from "../where/edge-runner.js";
import type { Place } from "../where/place.js";
import { troubleOf as failureOf } from "../where/refusal.js";
import type { JobAtHand } from "./job-at-hand.js";
import { newId, stateOf, type Take } from "./take.js";
import { type Line, NOTHING_TOLD, type Told, withLine } from "./told.js";

/** The job's task as a client would have it. `known`: the job was there before it was asked for. */
function taskOf({ id, task, video, createdAt, state }: Job, known: boolean): Task | undefined {
  if (!task) return undefined;
  const { status, progress, estimatedMs } = task;
  // Out of the bucket by the visitor's cookie: a signed address would be over before the list of takes is.
  const url = state !== "done" ? undefined : video?.key ? `/edge/files/${id}` : video?.link;
  return {
    ...{ id: task.id, status: status as Task["status"], progress, results: url ? [url] : [], raw: null },
    createdAt: new Date(createdAt),
    ...(estimatedMs !== undefined && { estimatedSeconds: Math.ceil(estimatedMs / 1000) }),
    ...(video?.expiresAt !== undefined && { expiresAt: new Date(video.expiresAt) }),
    ...(known && { deduplicated: true }),
  };
}

/** What a look at the job does to what is shown. */
function eventsOf(job: Job, task: Task | undefined, wasWrong: boolean, at: number): VideoEvent[] {
  if (job.state === "done" && task?.results.length) return [{ type: "completed", task }];
  if (isOver(job) || job.state === "unresolved") {
    const seen: VideoEvent[] = task ? [{ type: "task", task, at }] : [];
    return [...seen, { type: "error", error: failureOf(job) }];
  }
  if (!task) return [];
  // A callback, or a person, told what nobody knew.
  const again: VideoEvent[] = wasWrong ? [{ type: "resume", taskId: task.id, startedAt: job.run }] : [];
  return [...again, { type: "task", task, at }];
}

/** What is new since the last look, as the log has it. */
function linesOf(job: Job, before: Job | undefined, at: number): Line[] {
  const last = before?.run === job.run ? (before.timeline.at(-1)?.at ?? 0) : 0;
  const states = job.timeline
    .filter((reached) => reached.at > last)
    .map(({ state, at: when }) => ({ at: when, text: state }));
  const { task } = job;
  const isNews = task && (task.status !== before?.task?.status || task.progress !== before?.task?.progress);
  if (!isNews) return states;
  return [...states, { at, text: `task ${task.status}${task.progress ? ` ${task.progress}\u00a0%` : ""}` }];
}

/** How it waits. The API's 429, and its 401, 402 and 403 while somebody sees to the account, lead back from the submit. */
function queuedAs({ timeline, state }: Job): Told["queued"] {
  if (!isQueued({ state })) return undefined;
  const [before, last] = [timeline.at(-2), timeline.at(-1)];
  return { since: last?.at ?? Date.now(), again: before?.state === "submitting" };
}

export function useEdgeJob(take: Take, place: Place): JobAtHand {
  const [video, setVideo] = useState<VideoState>(IDLE);
  const [told, setTold] = useState<Told>(NOTHING_TOLD);
  const wait = useRef(new AbortController());
  const last = useRef<Job | undefined>(undefined);
  const hears = useRef<Hearing | undefined>(undefined);
  const tell = (event: VideoEvent) => setVideo((before) => reduce(before, event));

  function hearingOf({ signal }: AbortController): Hearing {
    let known: boolean | undefined;
    return {
      job(job) {
        if (signal.aborted) return;
        const at = Date.now();
        const before = last.current;
        last.current = job;
        // A new job is queued first: one that has its task as soon as it is asked for was there before.
        known ??= take.order?.type === "generate" && job.task !== undefined;
        for (const event of eventsOf(job, taskOf(job, known), before?.state === "unresolved", at)) tell(event);
        const spent = job.price.spentMicroUsd;
        const queued = queuedAs(job);
        setTold(({ queued: _, ...so }) => ({
          ...linesOf(job, before, at).reduce(withLine, so),
          ...{ missed: "", nextAt: 0, jobId: job.id, state: job.state, reserved: job.price.microUsd },
          ...(queued && { queued }),
          ...(spent !== undefined && { spent }),
        }));
      },
      trouble(trouble) {
        if (signal.aborted) return;
        const taskId = last.current?.task?.id ?? take.task?.id;
        const known = trouble.name === "ConnectionLost" && taskId !== undefined;
        tell({ type: "error", error: known ? { ...trouble, taskId } : trouble });
        setTold((so) => withLine(so, { at: Date.now(), text: `${trouble.name}: ${trouble.message}`, wrong: true }));
      },
      missed() {
        if (!signal.aborted) setTold((so) => ({ ...so, missed: "network_error" }));
      },
    };
  }

  async function begin(own: AbortController) {
    const { order: wanted, request, startedAt, jobId } = take;
    const hearing = hearingOf(own);
    hears.current = hearing;
    if (wanted?.type === "resume" && jobId !== undefined) {
      if (take.task) tell({ type: "resume", taskId: take.task.id, startedAt });
      else tell({ type: "generate", request: request as never, at: startedAt });
      return follow(jobId, hearing, own.signal);
    }
    tell({ type: "generate", request: request as never, at: startedAt });
    try {
      // The pipeline takes JSON: files go first, through the route that adds the key for the page.
      const plain = await uploaded(request, place);
      const { fingerprint } = buildRequest(plain);
      setTold((so) => ({ ...so, fingerprint }));
      const another = wanted?.type === "generate" && !wanted.dedupe;
      await order({ request: plain, ...(another && { take: newId() }) }, hearing, own.signal);
    } catch (error) {
      hearing.trouble(toTrouble(error) as Trouble);
    }
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked is begun once, however often the page is drawn
  useEffect(() => {
    if (!take.order) return;
    wait.current.abort();
    const own = new AbortController();
    wait.current = own;
    last.current = undefined;
    setTold(NOTHING_TOLD);
    begin(own).catch(console.error);
  }, [take.asked]);
  useEffect(() => () => wait.current.abort(), []);

  function stopWaiting() {
    wait.current.abort();
    tell({ type: "stop" });
  }
  async function cancelOrStop() {
    const job = last.current;
    if (!job || !isQueued(job)) return stopWaiting();
    // Where it has left the queue meanwhile it is followed on: what becomes of it is paid for.
    const cancelled = await cancel(job.id);
    if (cancelled) hears.current?.job(cancelled);
  }

  const shown = video.status === "idle" ? stateOf(take) : video;
  return {
    video: shown,
    told,
    stop() {
      // Of a pipeline that does not answer nobody knows: it is followed on, and can be asked once more.
      cancelOrStop().catch(() => hears.current?.missed());
    },
    download: () => download((shown.task ?? take.task) as CompletedTask),
  };
}

/** The request with the addresses of its files in their places. */
async function uploaded(request: Request, place: Place): Promise<VideoRequest> {
  const client = clientIn(place, "browser");
  const files = [...new Set(filesIn(request).map(([, file]) => file))];
  const pairs = files.map(async (file): Promise<[File, string]> => [file, (await client.upload(file)).url]);
  const urls = new Map(await Promise.all(pairs));
  return withoutFiles(request, (file) => urls.get(file) ?? "");
}
