/** Submitting: once, whoever asks and however often. */
import { build } from "../api/request.js";
import { SubmissionUnknownError } from "../errors/local.js";
import { type StopSignal, withSignal } from "../internal/abort.js";
import { GONE } from "../internal/shared-work.js";
import { snapshot } from "../internal/snapshot.js";
import { core } from "../internal/wasm.js";
import type { Remembered, SubmitOptions, Task, TaskRecord } from "../types/client.js";
import type { BuiltRequest, Cost } from "../types/results.js";
import { counting } from "./budget.js";
import type { Context } from "./context.js";
import { submitMachine } from "./machines.js";
import type { PreparedRequest } from "./prepared-request.js";
import { type Ended, taskOf, toError } from "./report.js";
import { type Effect, run } from "./run.js";
import { SharedSubmission } from "./shared-submission.js";
import { Submission } from "./submission.js";

/** How much of a prompt a history shows, in characters. */
const PROMPT_LENGTH = 100;

/** @throws ValidationError where it will not do, or its files will not */
export function buildPrepared({ json, built, inputs }: PreparedRequest, { settings }: Context): BuiltRequest {
  if (built) return built;
  const known = inputs && settings.strength !== "off" ? snapshot(inputs) : "";
  return build(json, settings.strength, known, settings.language);
}

interface Running {
  underway: SharedSubmission;
  submission: Submission;
  /** The one it took over, should its own request end before that was written down. */
  lost: Running | undefined;
}

/** The submissions under way in one client, by their key in the store. */
export type InFlight = Map<string, Running>;

/** `quiet` tells that nobody wants the task any more: nothing is posted then that was not on its way. */
export async function submit(
  context: Context,
  inFlight: InFlight,
  taken: PreparedRequest,
  options: SubmitOptions,
  quiet?: AbortSignal,
): Promise<Task> {
  const built = buildPrepared(taken, context);
  context.checkKey();
  const { signal } = options;
  const history = remembered(context, taken, built, options);
  const submission = new Submission(built, options, context, taken.inputs, history);
  const { key } = submission;
  let lost: Running | undefined;
  for (;;) {
    const running = inFlight.get(key);
    if (!running) break;
    const { underway } = running;
    // Where all its callers gave up, its record tells, once it is over, whether anything was sent.
    const task = await (underway.stopped ? underway.over(signal) : underway.join(signal, quiet, false));
    if (task === GONE && inFlight.get(key) === running) {
      lost = running;
      break;
    }
    if (task === GONE || task === undefined) continue;
    tellIgnoredCallback(context, submission, submission.record, running.submission.record, task.id);
    return { ...task, deduplicated: true };
  }
  const underway = new SharedSubmission(async (own) => {
    try {
      const known = lost && (await takeOver(context, lost));
      if (known) return known;
      return await claimAndSend(context, submission, taken, own);
    } finally {
      if (inFlight.get(key)?.submission === submission) inFlight.delete(key);
      submission.letGo();
    }
  });
  inFlight.set(key, { underway, submission, lost });
  return (await underway.join(signal, quiet, true)) as Task;
}

/**
 * Writes down what is known of a submission whose request ended in the middle of it: nobody else is left to do it. Answers
 * its task, where there is one; nothing where nothing of it was sent.
 * @throws SubmissionUnknownError where a POST of it may have arrived
 */
async function takeOver(context: Context, { underway, submission, lost }: Running): Promise<Task | undefined> {
  underway.depose();
  const earlier = lost && (await takeOver(context, lost));
  if (earlier) return earlier;
  const { accepted } = underway;
  if (accepted) {
    await keepTask(context, submission, accepted.id);
    return { ...accepted, deduplicated: true };
  }
  if (underway.open) {
    await outcomeUnknown(context, submission);
    throw submission.unknown(submission.record);
  }
  await context.persist(() => submission.release());
  return undefined;
}

/** Of all that is kept this is dearest: a disk that was full for a moment must not cost a paid task. */
function keepTask(context: Context, submission: Submission, taskId: string): Promise<void> {
  return context.persist(() => submission.submitted(taskId).catch(() => submission.submitted(taskId)));
}

async function claimAndSend(
  context: Context,
  submission: Submission,
  { resolve }: PreparedRequest,
  underway: SharedSubmission,
): Promise<Task> {
  const { built } = submission;
  const { fingerprint } = built;
  const { signal } = underway;
  const claim = () =>
    submission.claim({
      claimMs: context.settings.claimMs,
      patienceMs: context.settings.claimMs,
      signal,
      onWaiting: (until) => context.emit({ type: "waiting_for_claim", fingerprint, until }),
    });
  const { record: own } = submission;
  context.tellLimitation();
  if (context.budget.counts) await (await counting()).learnLengths(context, submission, signal);
  const known = await claim();
  if (known) return deduplicated(context, submission, own, known);
  let { body } = built;
  /** Before the POST: what goes wrong here was never sent. */
  const unsent = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      await context.persist(() => submission.release());
      throw error;
    }
  };
  let isHeld = await unsent(async () => {
    refuseDeposed(underway);
    await reserving(context, submission, signal);
    if (!resolve) return true;
    body = build(
      await resolve(body, fingerprint, signal),
      context.settings.strength,
      "",
      context.settings.language,
    ).body;
    return withSignal(submission.isClaimHeld(), signal);
  });
  let ended: Ended | undefined;
  while (!ended) {
    // A claim that was lost took its reservation with it: a new one has its own.
    const other = isHeld
      ? undefined
      : await unsent(async () => {
          await submission.reservation?.release();
          const there = await claim();
          if (there !== undefined) return there;
          refuseDeposed(underway);
          await reserving(context, submission, signal);
          return undefined;
        });
    if (other !== undefined) return deduplicated(context, submission, own, other);
    ended = await send(context, submission, body, underway);
    isHeld = false;
  }
  if (ended.report.error) {
    const { idempotencyKey } = submission.record;
    const about = { fingerprint, idempotencyKey, key: submission.key, recoveryHint: submission.recoveryHint() };
    const error = toError(ended, about);
    if (error instanceof SubmissionUnknownError) await outcomeUnknown(context, submission);
    else await context.persist(() => submission.release());
    throw error;
  }
  const facts = ended.report.task;
  if (!facts || facts.id === "") {
    await outcomeUnknown(context, submission);
    throw submission.unknown(submission.record);
  }
  const task = taskOf(facts, ended.text);
  task.fingerprint = fingerprint;
  underway.accepted = task;
  const estimatedMs = (task.estimatedSeconds ?? Number.NaN) * 1000;
  context.taskStates.set(task.id, { since: performance.now(), estimatedMs, submission });
  context.emit({ type: "submitted", fingerprint, taskId: task.id, deduplicated: false });
  await keepTask(context, submission, task.id);
  return task;
}

/** One that was taken over, and is alive after all, posts nothing more: the task of another it may find. */
function refuseDeposed({ deposed }: SharedSubmission): void {
  if (deposed) throw new Error("another call has taken this submission over");
}

/** Puts aside what it can cost, which an abort does not wait for. */
async function reserving(context: Context, { reservation, built }: Submission, signal: StopSignal): Promise<void> {
  if (!reservation) return;
  await withSignal(
    reservation.reserve(async () => (await counting()).closeOpen(context)),
    signal,
  );
  context.emit({ type: "reserved", fingerprint: built.fingerprint, ...reservation.cost });
}

/** What is put aside for it stays so, until somebody knows: `reconcile` finds it here. */
async function outcomeUnknown(context: Context, submission: Submission): Promise<void> {
  context.unknown.set(submission.key, submission);
  await context.persist(() => submission.outcomeUnknown());
}

/** What a history shows of a request. */
function remembered(
  { options: { prices } }: Context,
  { inputs }: PreparedRequest,
  built: BuiltRequest,
  { remember }: SubmitOptions,
): Remembered | undefined {
  if (remember !== true) return undefined;
  const { body } = built;
  const { model, prompt } = built.request as { model: string; prompt?: unknown };
  const cost: Cost = core().cost(body, snapshot({ prices, ...(inputs ? { inputs } : {}) }));
  const beginning = Array.from(String(prompt ?? "").slice(0, 2 * PROMPT_LENGTH)).slice(0, PROMPT_LENGTH);
  return { model, prompt: beginning.join(""), microUsd: cost.range.maxMicroUsd };
}

function tellIgnoredCallback(context: Context, { built }: Submission, own: TaskRecord, there: TaskRecord, id: string) {
  if (own.callback === undefined || own.callback === there.callback) return;
  context.emit({ type: "callback_ignored", fingerprint: built.fingerprint, taskId: id });
}

/** The task there is already. */
function deduplicated(context: Context, submission: Submission, own: TaskRecord, there: TaskRecord): Task {
  const { taskId = "" } = there;
  // What this client knows of the task already (its age, what is put aside for it) is worth more.
  const memory = context.taskStates.get(taskId) ?? { since: performance.now(), estimatedMs: Number.NaN };
  memory.submission ??= submission;
  context.taskStates.set(taskId, memory);
  context.emit({ type: "submitted", fingerprint: submission.built.fingerprint, taskId, deduplicated: true });
  tellIgnoredCallback(context, submission, own, there, taskId);
  return submission.known(taskId);
}

/** Posts; an abort leaves the record as what is known then. Answers nothing where the claim was lost in a pause. */
async function send(
  context: Context,
  submission: Submission,
  body: string,
  underway: SharedSubmission,
): Promise<Ended | undefined> {
  const { fingerprint, idempotencyKey } = submission.record;
  let paused = false;
  const onEffect = ({ do: what, attempt, ms: delayMs, marked, report: { reason = "" } }: Effect) => {
    if (what === "done") return;
    if (what === "fetch") {
      context.emit({ type: "submit", fingerprint, idempotencyKey, attempt });
      // A listener may abort: nothing has left yet.
      underway.signal.throwIfAborted();
    }
    underway.open = marked;
    if (what === "fetch") return;
    paused = true;
    context.emit({ type: "retry", attempt, delayMs, reason });
  };
  try {
    return await run(context, {
      machine: submitMachine(context.settings, context.settings.resendOnce),
      path: "/v1/videos/generations",
      body,
      idempotencyKey,
      signal: underway.signal,
      onEffect,
      // In a pause of minutes somebody may have taken the claim for lost, and sent the request.
      beforeEach: () => underway.open || (paused ? submission.isClaimHeld() : submission.mayPost()),
    });
  } catch (reason) {
    // Whoever took over has written down what a POST on its way means.
    if (underway.deposed && underway.open) throw reason;
    if (underway.open) await outcomeUnknown(context, submission);
    else await context.persist(() => submission.release());
    throw reason;
  }
}
