/** Submitting: once, whoever asks and however often. */
import { build } from "../core/request.js";
import { snapshot } from "../core/snapshot.js";
import { core } from "../core/wasm.js";
import { WanError } from "../errors/wan-error.js";
import type { SubmitOptions, Task } from "../types/client.js";
import type { BuiltRequest } from "../types/results.js";
import type { Taken } from "./blobs.js";
import { call, type Ended, type Happening, taskOf, toError } from "./call.js";
import type { Context } from "./context.js";
import { withSignal } from "./signal.js";
import { Submission } from "./submission.js";

/** @throws ValidationError where it will not do, or its files will not */
export function buildTaken({ json, inputs }: Taken, { settings }: Context): BuiltRequest {
  const known = inputs && settings.strength !== "off" ? snapshot(inputs) : "";
  return build(json, settings.strength, known);
}

/** The submissions under way in one client, by their key in the store. */
export type InFlight = Map<string, Promise<Task>>;

/** Reasons with which a submit was aborted: a second caller of the same request does not inherit them. */
const aborts = new WeakSet<object>();

export async function submit(
  context: Context,
  inFlight: InFlight,
  taken: Taken,
  options: SubmitOptions,
): Promise<Task> {
  const built = buildTaken(taken, context);
  context.checkKey();
  const submission = new Submission(built, options, context.store);
  for (;;) {
    const running = inFlight.get(submission.key);
    if (!running) break;
    try {
      const task = await withSignal(running, options.signal);
      return { ...task, deduplicated: true };
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!aborts.has(Object(error))) throw error;
      // The other caller gave up; its record tells whether anything was sent.
    }
  }
  const posting = post(context, submission, taken).finally(() => inFlight.delete(submission.key));
  inFlight.set(submission.key, posting);
  return posting;
}

async function post(context: Context, submission: Submission, taken: Taken): Promise<Task> {
  const { signal } = submission.options;
  try {
    return await claimAndSend(context, submission, taken);
  } catch (reason) {
    // A reason that is no object cannot be told from another caller's; it then counts as an error of this submit.
    if (signal?.aborted && reason === signal.reason && reason instanceof Object) aborts.add(reason);
    throw reason;
  }
}

async function claimAndSend(context: Context, submission: Submission, { inputs, resolve }: Taken): Promise<Task> {
  const { record, built, options } = submission;
  const { fingerprint, idempotencyKey } = record;
  const known = await submission.claim();
  if (known !== undefined) return deduplicated(context, submission, known);
  let { body } = built;
  try {
    submission.reservation = context.spending.reserve(body, options, inputs);
    if (resolve) {
      body = build(await resolve(body, fingerprint), context.settings.strength).body;
      const other = (await submission.stands()) ? undefined : await submission.claim();
      if (other !== undefined) {
        submission.reservation.release();
        submission.reservation = undefined;
        return deduplicated(context, submission, other);
      }
    }
  } catch (error) {
    await context.keep(() => submission.release());
    throw error;
  }
  const ended = await send(context, submission, body);
  if (ended.text === undefined) {
    const error = toError(ended, { fingerprint, idempotencyKey });
    const unknown = error.name === "SubmissionUnknownError";
    await context.keep(() => (unknown ? submission.outcomeUnknown() : submission.release()));
    throw error;
  }
  const { task } = taskOf(ended.text);
  if (task.id === "") {
    await context.keep(() => submission.outcomeUnknown());
    throw submission.unknown(record);
  }
  task.fingerprint = fingerprint;
  const estimatedMs = (task.estimatedSeconds ?? Number.NaN) * 1000;
  context.memories.set(task.id, { since: performance.now(), estimatedMs, submission });
  context.tell({ type: "submitted", fingerprint, taskId: task.id, deduplicated: false });
  await context.keep(() => submission.submitted(task.id));
  return task;
}

/** The task there is already. */
function deduplicated(context: Context, submission: Submission, taskId: string): Task {
  // What this client knows of the task already (its age, what is put aside for it) is worth more.
  const memory = context.memories.get(taskId) ?? { since: performance.now(), estimatedMs: Number.NaN };
  memory.submission ??= submission;
  context.memories.set(taskId, memory);
  context.tell({ type: "submitted", fingerprint: submission.built.fingerprint, taskId, deduplicated: true });
  return submission.known(taskId);
}

/** Posts; an abort leaves the record as what is known then. */
async function send(context: Context, submission: Submission, body: string): Promise<Ended> {
  const { record, options } = submission;
  const { retry, submitMs, resendOnce } = context.settings;
  let open = false;
  const onHappening = (happening: Happening) => {
    open = happening.open;
    context.pass(happening);
  };
  try {
    return await call(context, options.signal, onHappening, (io) =>
      core().run_submit(io, body, record.idempotencyKey, record.fingerprint, retry, submitMs, resendOnce),
    );
  } catch (reason) {
    await context.keep(() => (open ? submission.outcomeUnknown() : submission.release()));
    throw reason;
  }
}

/** The name and code by which an error is judged for a fallback. */
export function judged(error: unknown): [string, string] {
  return error instanceof WanError ? [error.name, error.code] : ["", ""];
}
