// The client: options, calls, tasks, stores, errors.
import {
  ApiError,
  AuthenticationError,
  BudgetError,
  type ClientEvent,
  type ClientOptions,
  type CompletedTask,
  ConfigError,
  ContentPolicyError,
  type Credits,
  DeadlineError,
  InsufficientQuotaError,
  InvalidRequestError,
  NetworkError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
  SubmissionUnknownError,
  type Task,
  TaskFailedError,
  type TaskRecord,
  type TaskStore,
  UnknownModelError,
  type UploadedFile,
  ValidationError,
  WanClient,
  WanError,
} from "wanreel";

class MapStore implements TaskStore {
  readonly records = new Map<string, TaskRecord>();
  async get(fingerprint: string) {
    return this.records.get(fingerprint);
  }
  async claim(fingerprint: string, record: TaskRecord) {
    const there = this.records.get(fingerprint);
    if (!there) this.records.set(fingerprint, record);
    return there;
  }
  async set(fingerprint: string, record: TaskRecord) {
    this.records.set(fingerprint, record);
  }
  async delete(fingerprint: string) {
    this.records.delete(fingerprint);
  }
}

const options: ClientOptions = {
  apiKey: async () => "key",
  baseUrl: "/api/wan",
  fetch,
  headers: { "x-trace": "1" },
  timeouts: { submitMs: 1000 },
  retry: { attempts: 2 },
  poll: { adaptive: false, deadlineMs: 60_000 },
  onUnknownOutcome: "resend-once",
  store: new MapStore(),
  budget: { perCallMicroUsd: 1_000_000 },
  fallback: ["wan2.6-text-to-video"],
  onEvent(event: ClientEvent) {
    if (event.type === "poll") event.nextMs?.toFixed();
    // @ts-expect-error: a poll's, not every event's
    event.nextMs;
  },
};

export async function use(signal: AbortSignal, blob: Blob): Promise<void> {
  new WanClient();
  const client = new WanClient(options);
  const request = { model: "wan2.7-text-to-video", prompt: "a lake" } as const;

  const done: CompletedTask = await client.generate(request, {
    signal,
    user: "u",
    feature: "f",
    dedupe: false,
    idempotencyKey: "0123456789abcdef",
    deadlineMs: 1,
    onProgress: (task: Task) => task.progress.toFixed(),
  });
  const status: "completed" = done.status;
  const video: Response = await client.download(done, { signal });
  const submitted: Task = await client.submit(request, { signal });
  await client.wait(submitted.id, { deadlineMs: 1 });
  await client.wait(submitted);
  for await (const task of client.watch(submitted.id)) task.progress.toFixed();
  await client.retrieve(submitted.id);
  const credits: Credits = await client.credits();
  const uploaded: UploadedFile = await client.upload(blob, { fileName: "a.png" });
  await client.upload("https://your-cdn.com/a.png");

  // A file wherever a request takes a URL.
  await client.generate({ model: "wan2.7-image-to-video", prompt: "a", image_start: blob });
  await client.submit({ model: "wan2.7-video-edit", prompt: "a", video_urls: [blob, "https://your-cdn.com/a.mp4"] });
  // @ts-expect-error: neither a URL nor a file
  await client.generate({ model: "wan2.7-image-to-video", prompt: "a", image_start: 7 });
  // @ts-expect-error: a field of another mode
  await client.generate({ model: "wan2.7-text-to-video", prompt: "a", image_start: blob });
  // @ts-expect-error: nothing to start from
  await client.submit({ model: "wan2.7-image-to-video", prompt: "a" });
  // @ts-expect-error: a submit does not wait
  await client.submit(request, { onProgress: () => {} });
  // @ts-expect-error: an id or a task
  await client.wait(7);

  void [status, video, credits.user.remaining, uploaded.url];
}

// @ts-expect-error: misspelt
new WanClient({ apikey: "key" });
// @ts-expect-error: not a policy
new WanClient({ onUnknownOutcome: "retry" });
// @ts-expect-error: half a store
new WanClient({ store: { get: async () => undefined } });

export function explain(error: unknown): unknown {
  if (error instanceof ValidationError) return error.issues[0]?.path;
  if (error instanceof BudgetError) return error.limit;
  if (error instanceof RateLimitError) return error.retryAfterMs?.toFixed();
  if (error instanceof SubmissionUnknownError) return [error.fingerprint.length, error.idempotencyKey.length];
  if (error instanceof TaskFailedError || error instanceof DeadlineError) return error.task.id;
  if (error instanceof NetworkError) return error.attempt;
  if (error instanceof ApiError) {
    return [error.status.toFixed(), error.requestId?.length, error.retryable === true, error.body];
  }
  if (error instanceof WanError) return [error.code, error.message, error.hint?.length, error.toJSON()];
  return undefined;
}

/** Every class of an HTTP answer is an ApiError, and every class a WanError. */
export const answers: (new (...args: never[]) => ApiError)[] = [
  AuthenticationError,
  ContentPolicyError,
  InsufficientQuotaError,
  InvalidRequestError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
  UnknownModelError,
];
export const others: (new (...args: never[]) => WanError)[] = [
  ApiError,
  BudgetError,
  ConfigError,
  DeadlineError,
  NetworkError,
  SubmissionUnknownError,
  TaskFailedError,
  ValidationError,
];
