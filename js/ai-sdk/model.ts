/** One model, as the AI SDK calls it. */
import { ConfigError, estimateCost, TaskFailedError, WanClient } from "../index.js";
import type { ClientOptions, CompletedTask, SubmitOptions, Task } from "../types/client.js";
import type { VideoRequest } from "../types/request.js";
import type { Cost, ModelInfo } from "../types/results.js";
import { Looks } from "./look.js";
import { answered, failure, finished, running, videosOf } from "./metadata.js";
import { requestOf, type SaidRequest } from "./request.js";
import type { Json, VideoModelCall, VideoModelWarning, VideoModelWebhook, WanVideoModel } from "./types.js";

/** What all models of one `createWan` share: the client, and what it remembers. */
export class Shared {
  readonly client: WanClient;
  readonly looks = new Looks();
  readonly #options: ClientOptions;
  /** Webhooks that `experimental_generateVideo` waits for, by their URL. */
  readonly webhooks = new Map<string, Webhook>();
  /** The tasks behind the videos that were told of, by address. */
  readonly tasks = new Map<string, CompletedTask>();

  constructor(options: ClientOptions) {
    const { onEvent } = options;
    this.#options = options;
    this.client = new WanClient({
      ...options,
      onEvent: (event) => {
        this.looks.hear(event);
        return onEvent?.(event);
      },
    });
  }

  /** Keeps what `download` needs; the oldest is forgotten first. */
  remember(task: CompletedTask): void {
    for (const url of task.results) this.tasks.set(url, task);
    const [oldest] = this.tasks.keys();
    if (this.tasks.size > REMEMBERED && oldest !== undefined) this.tasks.delete(oldest);
  }

  /** Undefined where it cannot be known: what a file costs depends on its length. */
  price({ request, submit: { inputs } }: SaidRequest): Cost | undefined {
    const { prices } = this.#options;
    try {
      return estimateCost(request as VideoRequest, { ...(prices ? { prices } : {}), ...(inputs ? { inputs } : {}) });
    } catch {
      return undefined;
    }
  }
}

/** As many videos may wait to be downloaded. */
const REMEMBERED = 1000;

/** A webhook of the caller's that is waited for. */
interface Webhook {
  /** Once it has come, or its owner gave up. */
  over: AbortSignal;
  /** The end of the task, which is as good. */
  end(task: Task): void;
}

const OPERATION = 1;

export function wanVideoModel(info: ModelInfo, shared: Shared): WanVideoModel {
  const { client, looks, webhooks } = shared;
  const modelId = info.id;

  const done = (task: CompletedTask, warnings: VideoModelWarning[], cost?: Cost) => {
    shared.remember(task);
    return { ...answered(modelId, finished(task, cost)), videos: videosOf(task), warnings };
  };

  return {
    specificationVersion: "v4",
    provider: "wan",
    modelId,
    maxVideosPerCall: 1,

    async doGenerate(call) {
      const said = requestOf(call, info);
      const task = await client.generate(said.request, intent(call, said));
      return done(task, [...said.warnings, ...again(task)], shared.price(said));
    },

    async doStart(call) {
      const said = requestOf(call, info);
      const task = await client.submit(said.request, intent(call, said));
      const webhook = webhooks.get(call.webhookUrl ?? "");
      if (webhook) endAtLast(client, task, webhook, call.abortSignal);
      webhooks.delete(call.webhookUrl ?? "");
      const cost = shared.price(said);
      const fields = { ...running(task), fingerprint: task.fingerprint, microUsd: cost?.microUsd, exact: cost?.exact };
      return {
        ...answered(modelId, fields),
        // Whoever waits for a webhook asks once, when it has come: that must be the end.
        operation: { version: OPERATION, taskId: task.id, ...(webhook ? { untilEnd: true } : {}) },
        warnings: [...said.warnings, ...again(task)],
      };
    },

    async doStatus({ operation, abortSignal }) {
      const { taskId, untilEnd } = read(operation);
      const signal = abortSignal ? { signal: abortSignal } : {};
      try {
        const { task, seen } = untilEnd
          ? { task: await client.wait(taskId, signal), seen: undefined }
          : await looks.look(client, taskId, abortSignal);
        if (task) return { status: "completed", ...done(task, []) };
        return { status: "pending", ...answered(modelId, seen ? running(seen) : { taskId }) };
      } catch (error) {
        const failed = error instanceof TaskFailedError ? failure(error) : undefined;
        if (!failed) throw error;
        return { status: "error", error: `${failed.message}; task ${taskId}`, ...answered(modelId, failed.fields) };
      }
    },

    async handleWebhookOption({ webhook }) {
      const { url, received } = await webhook();
      const over = new AbortController();
      const ended = new Promise<VideoModelWebhook>((resolve) => {
        const end = ({ id }: Task) => resolve({ headers: {}, body: { id } });
        webhooks.set(url, { over: over.signal, end });
      });
      const first = Promise.race([received, ended]);
      const stop = () => over.abort();
      first.then(stop, stop);
      return { webhookUrl: url, received: first };
    },
  };
}

/**
 * Who pays for what: each call of the AI SDK is a take of its own, named by the idempotency key that it gives a start, so that
 * a start that is made again is the same task.
 */
function intent({ headers = {}, abortSignal }: VideoModelCall, { submit }: SaidRequest): SubmitOptions {
  const given = Object.entries(headers).find(([name]) => name.toLowerCase() === "idempotency-key");
  return {
    ...submit,
    dedupe: false,
    ...(given?.[1] === undefined ? {} : { idempotencyKey: given[1] }),
    ...(abortSignal ? { signal: abortSignal } : {}),
  };
}

/** A callback may never come: the end of the task is waited for beside it. */
function endAtLast(client: WanClient, task: Task, { over, end }: Webhook, signal?: AbortSignal): void {
  const told = () => end(task);
  client.wait(task, { signal: signal ? AbortSignal.any([signal, over]) : over }).then(told, told);
}

function again(task: Task): VideoModelWarning[] {
  if (!task.deduplicated) return [];
  const message = `this idempotency key has been used before: task ${task.id} is answered again, and nothing new was paid for`;
  return [{ type: "other", message }];
}

function read(operation: Json): { taskId: string; untilEnd: boolean } {
  const { taskId, untilEnd } = Object(operation) as Record<string, unknown>;
  if (typeof taskId === "string" && taskId !== "") return { taskId, untilEnd: untilEnd === true };
  throw new ConfigError("operation must be what doStart answered", "{ version: 1, taskId }, as it came out of JSON");
}
