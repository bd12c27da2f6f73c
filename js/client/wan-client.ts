import { build } from "../core/request.js";
import { snapshot } from "../core/snapshot.js";
import { readTask } from "../core/task.js";
import { core } from "../core/wasm.js";
import { ContentPolicyError, TaskFailedError } from "../errors/api.js";
import { ConfigError, DeadlineError } from "../errors/local.js";
import { WanError } from "../errors/wan-error.js";
import type {
  ClientEvent,
  ClientOptions,
  CompletedTask,
  Credits,
  GenerateOptions,
  RequestOptions,
  SubmitOptions,
  Task,
  TaskStore,
  UploadedFile,
  UploadOptions,
  WaitOptions,
} from "../types/client.js";
import type { VideoRequest } from "../types/request.js";
import { call, type Ended, type Happening, taskOf, toError } from "./call.js";
import { download } from "./download.js";
import { type KeyRing, keyRing } from "./key.js";
import { MemoryStore } from "./memory-store.js";
import { readSettings, type Settings, withDeadline } from "./settings.js";
import { Submission } from "./submission.js";
import { upload } from "./upload.js";

const DAY_MS = 24 * 3_600_000;

/** What this client remembers of a task it submitted or waits for. */
interface Memory {
  /** When it was submitted, on the clock that does not jump. */
  since: number;
  estimatedMs: number;
  submission?: Submission;
}

/**
 * The client: submits once, waits through anything, keeps the result. Source: guide, sections 8 to 10.
 *
 * Aborting a call stops waiting; it neither stops nor refunds the task, since the API has no way to cancel one.
 */
export class WanClient {
  readonly #options: ClientOptions;
  readonly #settings: Settings;
  readonly #keys: KeyRing;
  readonly #store: TaskStore;
  readonly #memories = new Map<string, Memory>();
  readonly #inFlight = new Map<string, Promise<Task>>();
  #freed = false;

  /** @throws ConfigError where an option is wrong, or a key would be shown to visitors of a page */
  constructor(options: ClientOptions = {}) {
    // A copy, without the key: what is kept here can be inspected.
    const { apiKey, ...rest } = options;
    this.#options = rest;
    this.#settings = readSettings(options);
    this.#keys = keyRing(options);
    this.#store = options.store ?? new MemoryStore();
  }

  /**
   * Submits and waits.
   * @throws as submit and wait; errors after the submit carry `taskId`
   */
  async generate(request: VideoRequest, options: GenerateOptions = {}): Promise<CompletedTask> {
    return this.wait(await this.submit(request, options), options);
  }

  /**
   * Checks and posts a request, once. The same request again gives the same task, without a second POST.
   * @throws ValidationError before anything is sent
   * @throws SubmissionUnknownError where the answer was lost: it may have been accepted and billed
   * @throws ApiError and its kin where the API refuses
   * @throws NetworkError where the request certainly never left
   */
  async submit(request: VideoRequest, options: SubmitOptions = {}): Promise<Task> {
    this.#check(options.signal);
    const built = build(snapshot(request), this.#settings.strength);
    this.#checkKey();
    const submission = new Submission(built, options, this.#store);
    for (;;) {
      const running = this.#inFlight.get(submission.key);
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
    const posting = this.#post(submission).finally(() => this.#inFlight.delete(submission.key));
    this.#inFlight.set(submission.key, posting);
    return posting;
  }

  async #post(submission: Submission): Promise<Task> {
    const { record, built, options } = submission;
    const { fingerprint, idempotencyKey } = record;
    const taskId = await submission.claim();
    if (taskId !== undefined) {
      this.#memories.set(taskId, { since: performance.now(), estimatedMs: Number.NaN, submission });
      this.#tell({ type: "submitted", fingerprint, taskId, deduplicated: true });
      return submission.known(taskId);
    }
    const { retry, submitMs, resendOnce } = this.#settings;
    let open = false;
    const onHappening = (happening: Happening) => {
      open = happening.open;
      this.#pass(happening);
    };
    let ended: Ended;
    try {
      ended = await call(this.#settings, this.#keys, options.signal, onHappening, (io) =>
        core().run_submit(io, built.body, idempotencyKey, fingerprint, retry, submitMs, resendOnce),
      );
    } catch (reason) {
      await this.#keep(() => (open ? submission.outcomeUnknown() : submission.release()));
      if (options.signal?.aborted) aborts.add(Object(reason));
      throw reason;
    }
    if (ended.text === undefined) {
      const error = toError(ended, { fingerprint, idempotencyKey });
      const unknown = error.name === "SubmissionUnknownError";
      await this.#keep(() => (unknown ? submission.outcomeUnknown() : submission.release()));
      throw error;
    }
    const { task } = taskOf(ended.text);
    task.fingerprint = fingerprint;
    const estimatedMs = (task.estimatedSeconds ?? Number.NaN) * 1000;
    this.#memories.set(task.id, { since: performance.now(), estimatedMs, submission });
    this.#tell({ type: "submitted", fingerprint, taskId: task.id, deduplicated: false });
    await this.#keep(() => submission.submitted(task.id));
    return task;
  }

  /**
   * Reads a task once.
   * @throws NotFoundError, AuthenticationError, …; NetworkError after `retry.attempts`
   */
  async retrieve(taskId: string, options: RequestOptions = {}): Promise<Task> {
    const ended = await this.#read(taskPath(taskId), true, options, taskId);
    const { task } = taskOf(ended.text ?? "", Date.now());
    return task;
  }

  /**
   * Waits for a task to end, through anything a network can do. A task id resumes: it is looked at right away.
   * @throws TaskFailedError where it failed, was cancelled, or ended without a video
   * @throws DeadlineError where it still runs at the deadline; wait again to resume
   */
  async wait(task: string | Task, options: WaitOptions = {}): Promise<CompletedTask> {
    this.#check(options.signal);
    this.#checkKey();
    const known = typeof task === "string" ? undefined : task;
    const taskId = typeof task === "string" ? task : task?.id;
    const path = taskPath(taskId);
    if (known) {
      const { terminal } = readTask({ id: known.id, status: known.status });
      if (terminal) return this.#end(known);
    }
    const memory = this.#memories.get(taskId) ?? { since: performance.now(), estimatedMs: Number.NaN };
    this.#memories.set(taskId, memory);
    const kept = this.#carry(memory, known);
    let last: Task = known ?? { id: taskId, status: "pending", progress: 0, results: [], raw: null };
    let needsReview = false;
    const onHappening = (happening: Happening) => {
      if (happening.type === "review") {
        needsReview = true;
        this.#tell({ type: "review", taskId, elapsedMs: performance.now() - memory.since });
        return;
      }
      this.#pass(happening);
      if (happening.text === undefined) return;
      last = { ...taskOf(this.#keys.hide(happening.text), Date.now()).task, ...kept };
      if (needsReview) last.needsReview = true;
      guarded(() => options.onProgress?.(last));
    };
    const poll = withDeadline(this.#options.poll, options.deadlineMs);
    const ended = await call(this.#settings, this.#keys, options.signal, onHappening, (io) =>
      core().run_wait(
        io,
        taskId,
        path,
        poll,
        this.#settings.readMs,
        performance.now() - memory.since,
        memory.estimatedMs,
        // Just submitted: the first pause comes first. Anything else may be over already.
        known?.raw === null || known === undefined,
      ),
    ).catch((reason) => {
      if (reason instanceof WanError || (reason instanceof Error && Object.isExtensible(reason))) {
        (reason as { taskId?: string }).taskId ??= taskId;
      }
      throw reason;
    });
    if (ended.trouble) {
      if (needsReview) last.needsReview = true;
      if (ended.trouble.class === "DeadlineError") {
        const { message, code, hint } = ended.trouble;
        throw new DeadlineError(message, { code, hint, task: last, cause: ended.cause });
      }
      throw toError(ended, { taskId });
    }
    const finished = { ...taskOf(ended.text ?? "", Date.now()).task, ...kept };
    if (needsReview) finished.needsReview = true;
    return this.#end({ ...finished, id: finished.id || taskId });
  }

  /** Each change of a task, until it ends; a failed one is yielded like any other. */
  async *watch(task: string | Task, options: WaitOptions = {}): AsyncGenerator<Task, void, void> {
    const waiting: Task[] = [];
    let wake = () => {};
    const stop = new AbortController();
    const stopped = () => stop.abort(options.signal?.reason);
    this.#check(options.signal);
    options.signal?.addEventListener("abort", stopped, { once: true });
    let failure: { error: unknown } | undefined;
    let over = false;
    let latest: Task | undefined;
    const push = (next: Task) => {
      latest = next;
      waiting.push(next);
      wake();
    };
    const onProgress = (next: Task) => {
      guarded(() => options.onProgress?.(next));
      push(next);
    };
    this.wait(task, { ...options, signal: stop.signal, onProgress })
      .then((done) => latest?.status !== done.status && push(done))
      .catch((error) => {
        const ended: Task | undefined = error instanceof TaskFailedError ? error.task : undefined;
        if (!ended) failure = { error };
        else if (latest?.status !== ended.status) push(ended);
      })
      .finally(() => {
        over = true;
        wake();
      });
    try {
      for (;;) {
        while (waiting.length > 0) yield waiting.shift() as Task;
        if (over) break;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (failure) throw failure.error;
    } finally {
      options.signal?.removeEventListener("abort", stopped);
      stop.abort();
    }
  }

  /**
   * The video as a stream. Refuses what is not a video, never sends the key, and reads the task again once where the
   * link has expired.
   * @throws WanError with code "not_a_video" or "result_expired"
   */
  async download(task: CompletedTask | string, options: RequestOptions = {}): Promise<Response> {
    this.#check(options.signal);
    return download(task, this.#settings, options, (taskId) => this.retrieve(taskId, options));
  }

  /** What the account has left. Source: get-credits.json. */
  async credits(options: RequestOptions = {}): Promise<Credits> {
    const ended = await this.#read("/v1/credits", false, options);
    const raw = JSON.parse(ended.text ?? "null");
    const { user = {}, token = {} } = raw?.data ?? {};
    return {
      user: { remaining: Number(user.remaining_credits), used: Number(user.used_credits) },
      token: {
        remaining: Number(token.remaining_credits),
        used: Number(token.used_credits),
        unlimited: token.unlimited_credits === true,
      },
      raw,
    };
  }

  /**
   * Puts a file where the API can fetch it, for 72 hours: a Blob or File, a data: URL, or a web URL.
   * Source: upload-stream.json, upload-base64.json, upload-url.json.
   */
  async upload(file: Blob | string, options: UploadOptions = {}): Promise<UploadedFile> {
    this.#check(options.signal);
    this.#checkKey();
    return upload(file, this.#settings, this.#keys, options);
  }

  /** Ends the client: later calls are refused, calls under way end as they would. */
  free(): void {
    this.#freed = true;
  }

  /** For `using`. */
  [Symbol.dispose](): void {
    this.free();
  }

  // ── inside ──

  #check(signal: AbortSignal | undefined): void {
    if (this.#freed) throw new ConfigError("this client was freed", "make a new WanClient");
    signal?.throwIfAborted();
  }

  #checkKey(): void {
    if (this.#keys.exists || this.#settings.keyless) return;
    throw new ConfigError("there is no API key", "pass apiKey, set EVOLINK_API_KEY, or use a proxy as baseUrl");
  }

  async #read(path: string, task: boolean, options: RequestOptions, taskId?: string): Promise<Ended> {
    this.#check(options.signal);
    this.#checkKey();
    const { retry, readMs } = this.#settings;
    const pass = (happening: Happening) => this.#pass(happening, taskId);
    const ended = await call(this.#settings, this.#keys, options.signal, pass, (io) =>
      core().run_read(io, path, task, retry, readMs),
    );
    if (ended.text === undefined) throw toError(ended, { taskId });
    return ended;
  }

  /** What the create response said and a status answer does not repeat. */
  #carry(memory: Memory, known: Task | undefined): Partial<Task> {
    const kept: Partial<Task> = {};
    const fingerprint = known?.fingerprint ?? memory.submission?.record.fingerprint;
    const estimatedSeconds = known?.estimatedSeconds ?? memory.estimatedMs / 1000;
    if (fingerprint !== undefined) kept.fingerprint = fingerprint;
    if (!Number.isNaN(estimatedSeconds)) kept.estimatedSeconds = estimatedSeconds;
    if (known?.creditsReserved !== undefined) kept.creditsReserved = known.creditsReserved;
    if (known?.deduplicated !== undefined) kept.deduplicated = known.deduplicated;
    return kept;
  }

  /** A terminal task as the caller gets it: resolved, or thrown. */
  async #end(task: Task): Promise<CompletedTask> {
    const memory = this.#memories.get(task.id);
    this.#memories.delete(task.id);
    const submission = memory?.submission;
    this.#tell({ type: "complete", taskId: task.id, status: task.status });
    if (task.status === "completed" && task.results.length > 0) {
      task.expiresAt ??= new Date(Date.now() + DAY_MS);
      return task as CompletedTask;
    }
    // Nothing was billed: the same request may be sent again.
    if (submission) await this.#keep(() => submission.release());
    throw failed(task);
  }

  /** Bookkeeping must not lose what was paid for: a store that fails is told of, not thrown. */
  async #keep(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#tell({ type: "store_failed", error });
    }
  }

  #pass(happening: Happening, taskId?: string): void {
    const { type, attempt, fingerprint = "", idempotencyKey = "", delayMs = 0, reason = "" } = happening;
    if (type === "submit") this.#tell({ type, fingerprint, idempotencyKey, attempt });
    else if (type === "retry")
      this.#tell({ type, attempt, delayMs, reason, ...(taskId === undefined ? {} : { taskId }) });
    else if (type === "poll") {
      const { status = "", progress = 0, nextMs = null } = happening;
      this.#tell({ type, taskId: happening.taskId ?? "", attempt, status, progress, nextMs });
    }
  }

  #tell(event: ClientEvent): void {
    guarded(() => this.#options.onEvent?.(event));
  }
}

/** Reasons with which a submit was aborted: a second caller of the same request does not inherit them. */
const aborts = new WeakSet<object>();

/** A listener that throws is its owner's concern, and must not end a wait. */
function guarded(listen: () => void): void {
  try {
    listen();
  } catch (error) {
    console.error(error);
  }
}

async function withSignal<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  const stop = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true, signal: stop.signal });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    stop.abort();
  }
}

function taskPath(taskId: unknown): string {
  if (typeof taskId !== "string" || taskId === "") {
    throw new ConfigError("the task id must be a string that is not empty", "pass task.id, or the task itself");
  }
  return `/v1/tasks/${encodeURIComponent(taskId)}`;
}

function failed(task: Task): WanError {
  const noResult = task.status === "completed";
  const cancelled = task.status === "cancelled";
  const code = noResult ? "no_result" : task.error?.code || (cancelled ? "request_cancelled" : "unknown_error");
  const said = task.error?.message;
  const message = noResult
    ? "the task completed without a video URL"
    : `the task ${cancelled ? "was cancelled" : "failed"}: ${said || code}`;
  const hint = core().task_hint(code);
  if (code === "content_policy_violation" || code === "invalid_content") {
    return new ContentPolicyError(message, { code, hint, taskId: task.id, task, status: 200, body: task.raw });
  }
  return new TaskFailedError(message, { code, hint, task });
}
