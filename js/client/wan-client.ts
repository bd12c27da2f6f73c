import type { TaskFacts } from "../api/task.js";
import { either, withSignal } from "../internal/abort.js";
import { checkNames, namesOf } from "../internal/options.js";
import { part, transfer } from "../internal/parts.js";
import type {
  Archived,
  CallbackOptions,
  ClientOptions,
  CompletedTask,
  Credits,
  GenerateAllOptions,
  Generated,
  GenerateOptions,
  RequestOptions,
  Sink,
  SpendingLine,
  SubmitOptions,
  Task,
  TaskRecord,
  Unfinished,
  UploadedFile,
  UploadOptions,
  WaitOptions,
} from "../types/client.js";
import type { Submittable } from "../types/request.js";
import type { Callbacks } from "./callback.js";
import { Context } from "./context.js";
import type { Download } from "./download.js";
import { generate } from "./generate.js";
import { takeTask } from "./given-task.js";
import { type PreparedRequest, prepareRequest } from "./prepared-request.js";
import { credits, read } from "./read.js";
import { taskOf } from "./report.js";
import { withDeadline } from "./settings.js";
import { type InFlight, submit } from "./submit.js";
import { markForReview, settle, taskPath, wait } from "./wait.js";

/** One object may serve submit and wait alike, so each takes the names of all. */
const CALL_OPTIONS = namesOf<GenerateOptions>()(
  ...(["signal", "idempotencyKey", "user", "feature", "dedupe", "remember", "inputs"] as const),
  ...(["onProgress", "deadlineMs", "stop"] as const),
);

/** What ends an unknown outcome. */
const unknowns = () => import("./reconcile.js");
let unknownsAsked = false;

/** Once: an import() of what is there already, or on its way, takes a fifteenth of a submit. */
function unknownsAhead(): void {
  if (unknownsAsked) return;
  unknownsAsked = true;
  unknowns().catch(() => {
    unknownsAsked = false;
  });
}

/**
 * The client: submits once, waits through anything, keeps the result. Source: guide, sections 8 to 10.
 *
 * Aborting a call stops waiting; it neither stops nor refunds the task, since the API has no way to cancel one.
 */
export class WanClient {
  readonly #context: Context;
  readonly #inFlight: InFlight = new Map();
  #callbacks: Callbacks | undefined;

  /** @throws ConfigError where an option is wrong, or a key would be shown to visitors of a page */
  constructor(options: ClientOptions = {}) {
    this.#context = new Context(options);
  }

  /**
   * Submits and waits; with `fallback`, on the next model where this one fails lastingly.
   * @throws as submit and wait; errors after the submit carry `taskId`
   */
  generate(request: Submittable, options: GenerateOptions = {}): Promise<CompletedTask> {
    return this.#call(options, () => this.#generate(request, options));
  }

  /** `stop` ends the wait, and of the submit only what is not on its way. */
  async #generate(request: Submittable, options: GenerateOptions, stop = options.stop): Promise<CompletedTask> {
    // A deadline that is none is said before anything is paid.
    withDeadline(this.#context.settings, this.#context.options.poll, options.deadlineMs);
    const taken = await this.#take(request, options);
    stop?.throwIfAborted();
    return await generate(this.#context, taken, options, stop, {
      submit: async (given, how) => {
        const task = await submit(this.#context, this.#inFlight, given, how, stop);
        if (how.onProgress && !task.deduplicated) this.#context.hear(() => how.onProgress?.(task));
        return task;
      },
      // Not this.wait: a client freed meanwhile would lose sight of a task that is paid for.
      wait: (task, { signal, ...given }) => {
        const heard = either(signal, stop);
        try {
          return wait(this.#context, task, { ...given, ...heard.given }).finally(heard.end);
        } catch (error) {
          heard.end();
          throw error;
        }
      },
    });
  }

  /** Generates many, at most `concurrency` (4) at once; yields each as it ends, its task or its error. */
  async *generateAll<Request extends Submittable>(
    requests: Iterable<Request> | AsyncIterable<Request>,
    options: GenerateAllOptions = {},
  ): AsyncGenerator<Generated<Request>, void, void> {
    const { generateAll } = await part(() => import("./generate-all.js"), undefined, options.signal);
    yield* generateAll(requests, options, (request, given, stop) =>
      this.#call(given, () => this.#generate(request, given, stop)),
    );
  }

  /**
   * Checks and posts a request, once. The same request again gives the same task, without a second POST. Files in it are
   * looked at, and then uploaded.
   * @throws ConfigError where an option has no such name
   * @throws ValidationError, BudgetError before anything is sent
   * @throws SubmissionUnknownError where the answer was lost: it may have been accepted and billed
   * @throws ApiError and its kin where the API refuses
   * @throws NetworkError where the request certainly never left
   */
  submit(request: Submittable, options: SubmitOptions = {}): Promise<Task> {
    return this.#call(options, async () => {
      const taken = await this.#take(request, options);
      return await submit(this.#context, this.#inFlight, taken, options);
    });
  }

  /**
   * Reads a task once.
   * @throws NotFoundError, AuthenticationError, …; NetworkError after `retry.attempts`
   */
  retrieve(taskId: string, options: RequestOptions = {}): Promise<Task> {
    return this.#call(options, () => this.#retrieve(taskId, options));
  }

  /**
   * Waits for a task to end, through anything a network can do. A task id resumes: it is looked at right away.
   * @throws TaskFailedError where it failed, was cancelled, or ended without a video
   * @throws DeadlineError where it still runs at the deadline; wait again to resume
   */
  wait(task: string | Task, options: WaitOptions = {}): Promise<CompletedTask> {
    return this.#call(options, () => {
      return wait(this.#context, typeof task === "string" ? task : takeTask(task), options);
    });
  }

  /** Each change of a task, until it ends; a failed one is yielded like any other. */
  async *watch(task: string | Task, options: WaitOptions = {}): AsyncGenerator<Task, void, void> {
    const { watch } = await part(() => import("./watch.js"), idOf(task), options.signal);
    yield* watch((given) => this.wait(task, given), options);
  }

  /**
   * What the store remembers: after a reload or a crash, wait for each that is "submitted", and look into each that is
   * "unknown"; with `remember: true` also what is finished, while its results live.
   */
  async resume(): Promise<Unfinished[]> {
    this.#context.check(undefined);
    const { resume } = await part(unknowns);
    return await resume(this.#context);
  }

  /**
   * Ends an unknown outcome, once a person or a callback knows: `{ taskId }` resumes the task, "not_accepted" frees the
   * request, and what was put aside for it. It is then sent again with the same idempotency key, so that a proxy, which
   * may know better, still makes one task of it.
   * @param about the `key` of SubmissionUnknownError or of `resume()`, or a record
   * @throws WanError with code "already_submitted" or "submission_under_way"; NotFoundError where there is no such task
   */
  async reconcile(
    about: string | TaskRecord,
    outcome: { taskId: string } | "not_accepted",
    options: RequestOptions = {},
  ): Promise<Task | undefined> {
    this.#context.check(options.signal);
    const taskId = idOf(Object(outcome).taskId) ?? idOf(Object(about).taskId);
    const { reconcile } = await part(unknowns, taskId, options.signal);
    return await reconcile(this.#context, about, outcome, (taskId) => this.#retrieve(taskId, options));
  }

  /**
   * The video as a stream, by task or task id, which goes on by range where a connection breaks. Refuses what is not a
   * video, never sends the key, asks again for a link that is refused while the task is fresh, and reads the task again once
   * where it has expired. Its headers are safe to hand on: a video's type, `nosniff`, no cookies. A task that is given is
   * believed: hand on none that a visitor sent.
   * @throws WanError with code "not_a_video", "result_expired" or "no_result"
   * @throws NetworkError, also of the stream, where the video cannot be fetched to its end
   */
  async download(task: CompletedTask | string, options: RequestOptions = {}): Promise<Response> {
    return (await this.#download(task, options)).open();
  }

  /**
   * Downloads into a sink: a WritableStream, an OPFS file handle, `{ bucket, key }` of R2, or `{ path }` in Node. All but the
   * first are written anew where a video breaks off and its host cannot go on.
   * @throws as download; WanError with code "sink_failed" where the sink cannot be written
   */
  async archive(task: CompletedTask | string, sink: Sink, options: RequestOptions = {}): Promise<Archived> {
    const { archive, checkSink } = await transfer(idOf(task), options.signal);
    checkSink(sink);
    return archive(await this.#download(task, options), sink, options.signal, this.#context.keys);
  }

  async #download(task: CompletedTask | string, options: RequestOptions): Promise<Download> {
    this.#context.check(options.signal);
    const { prepare } = await transfer(idOf(task), options.signal);
    return prepare(task, this.#context, options, (taskId) => this.#retrieve(taskId, options));
  }

  /**
   * Takes a callback: checks the secret in its URL, reads the task again, and answers it; undefined for a duplicate. Of all
   * clients on one store exactly one gets an ended task, once: what crashes before it has handled it is not told again. With
   * `handle` it is told at least once: another delivery is handled where that threw, or did not end in a minute.
   * @throws WanError with code "callback_forbidden" or "callback_invalid"
   */
  async receiveCallback(request: Request, options: CallbackOptions): Promise<Task | undefined> {
    this.#context.check(options.signal);
    const { Callbacks } = await part(() => import("./callback.js"), undefined, options.signal);
    this.#callbacks ??= new Callbacks();
    return this.#callbacks.receive(this.#context, request, options, (taskId) => this.#retrieve(taskId, options));
  }

  /** What the account has left. Source: get-credits.json. */
  async credits(options: RequestOptions = {}): Promise<Credits> {
    const { text } = await this.#call(options, () => read(this.#context, "/v1/credits", options));
    return credits(text);
  }

  /**
   * Puts a file where the API can fetch it, for 72 hours: a Blob or File, a data: URL, or a web URL.
   * Source: upload-stream.json, upload-base64.json, upload-url.json.
   * @throws ValidationError where the file is empty, or larger than any the API takes; what it is, is not looked at
   */
  async upload(file: Blob | string, options: UploadOptions = {}): Promise<UploadedFile> {
    this.#context.check(options.signal);
    this.#context.checkKey();
    const { upload } = await transfer(undefined, options.signal);
    return upload(file, this.#context.settings, this.#context.keys, options);
  }

  /** What this client has spent under its budget, by day, user, feature and model; empty without a budget. */
  spending(): SpendingLine[] {
    return this.#context.budget.lines();
  }

  // From here on a call is under way: it ends as it would, freed or not.

  /**
   * What a call comes to, once its listeners have ended what they began. Not an async function: what one holds while it waits
   * is a fifth of a wait.
   */
  #call<T>(options: RequestOptions, work: () => Promise<T>): Promise<T> {
    try {
      const { signal } = options;
      this.#context.check(signal);
      return this.#context.hearing(work(), signal);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async #take(request: unknown, options: SubmitOptions): Promise<PreparedRequest> {
    checkNames("the options of submit and generate", options, CALL_OPTIONS);
    const { signal, inputs } = options;
    const { strength, language, readMs: ms } = this.#context.settings;
    const given = { ...inputs };
    // Before anything is sent whose outcome may become unknown. A page that was deployed anew since could not load it then,
    // and one that was offline for a moment may have to be reloaded first: browsers keep that an import failed.
    unknownsAhead();
    const taken = await prepareRequest(
      request,
      inputs && given,
      (this.#context.options.fallback ?? false) !== false,
      { strength, language, signal, ms },
      async (file, fingerprint, upload) => {
        const { uploadInput } = await transfer(undefined, upload);
        return uploadInput(this.#context, file, fingerprint, upload);
      },
    );
    // Not waited for in vain: of equal calls the first is to be the one that posts.
    if (this.#context.budget.counts) await withSignal(this.#context.budget.load(), signal);
    return inputs || taken.inputs ? { ...taken, inputs: { ...given, ...taken.inputs } } : taken;
  }

  async #retrieve(taskId: string, options: RequestOptions): Promise<Task> {
    this.#context.budget.loadAhead();
    const { report, text } = await read(this.#context, taskPath(taskId), options, taskId);
    const facts = report.task as TaskFacts;
    const task = taskOf(facts, text);
    // However its end is heard of, it settles the budget and frees the request of a task that failed.
    if (facts.terminal) await withSignal(settle(this.#context, task), options.signal);
    else markForReview(this.#context, task);
    return task;
  }

  /** Ends the client: later calls are refused, calls under way end as they would. */
  free(): void {
    this.#context.freed = true;
  }

  /** For `using`. */
  [Symbol.dispose](): void {
    this.free();
  }
}

/** For an error before the task is looked at: what was given may be anything. */
function idOf(task: string | Task): string | undefined {
  const id: unknown = typeof task === "string" ? task : task?.id;
  return typeof id === "string" ? id : undefined;
}
