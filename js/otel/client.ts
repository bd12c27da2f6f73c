/** The client whose calls are spans. */
import { metrics, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from "@opentelemetry/api";
import { WanClient, WanError } from "../index.js";
import type {
  ClientEvent,
  ClientOptions,
  CompletedTask,
  GenerateOptions,
  SubmitOptions,
  Task,
  UploadedFile,
  UploadOptions,
  WaitOptions,
} from "../types/client.js";
import type { Submittable } from "../types/request.js";
import { nameOf, tracedFetch } from "./fetch.js";
import { ERROR, MODEL, OPERATION, OPERATION_DURATION, PROVIDER, REQUEST_BUCKETS, RESPONSE_ID } from "./names.js";
import { Ledger } from "./tasks.js";

const SCOPE = "wanreel";

/** What happens to a call, as events of its span; the others are spans and metrics themselves. */
const TOLD: readonly string[] = ["retry", "waiting_for_claim", "review", "fallback", "warning", "callback_ignored"];

/**
 * `WanClient` with a span for each call and each request, the trace's context in requests to the API, and metrics of time and
 * money. Spans stand in each other where the program has a context manager, as OpenTelemetry's SDK for Node has. Neither holds
 * the key, a prompt, or an address's query.
 *
 * What is spent is counted by the client's budget: without one of the caller's it limits nothing, and counts.
 */
export class TracedWanClient extends WanClient {
  readonly #tracer: Tracer;
  readonly #duration;

  constructor(options: ClientOptions = {}) {
    const tracer = trace.getTracer(SCOPE);
    const meter = metrics.getMeter(SCOPE);
    const ledger = new Ledger(meter);
    super({
      ...options,
      budget: options.budget ?? {},
      fetch: tracedFetch(options.fetch, tracer, meter),
      onEvent: (event) => {
        ledger.hear(event);
        if (TOLD.includes(event.type)) trace.getActiveSpan()?.addEvent(`wan.${event.type}`, plain(event));
        return options.onEvent?.(event);
      },
    });
    this.#tracer = tracer;
    this.#duration = meter.createHistogram(OPERATION_DURATION, {
      unit: "s",
      description: "GenAI operation duration.",
      advice: { explicitBucketBoundaries: [...REQUEST_BUCKETS, 60, 120, 300, 600, 900] },
    });
  }

  override generate(request: Submittable, options?: GenerateOptions): Promise<CompletedTask> {
    return this.#traced("generate_video", modelOf(request), () => super.generate(request, options));
  }

  override submit(request: Submittable, options?: SubmitOptions): Promise<Task> {
    return this.#traced("submit_video", modelOf(request), () => super.submit(request, options));
  }

  override wait(task: string | Task, options?: WaitOptions): Promise<CompletedTask> {
    const model = typeof task === "string" ? undefined : task.model;
    return this.#traced("wait_video", model, () => super.wait(task, options));
  }

  override upload(file: Blob | string, options?: UploadOptions): Promise<UploadedFile> {
    return this.#traced("upload_file", undefined, () => super.upload(file, options));
  }

  #traced<T>(operation: string, model: string | undefined, call: () => Promise<T>): Promise<T> {
    const about = { [OPERATION]: operation, [PROVIDER]: "evolink", ...(model ? { [MODEL]: model } : {}) };
    const name = model ? `${operation} ${model}` : operation;
    const started = performance.now();
    return this.#tracer.startActiveSpan(name, { kind: SpanKind.CLIENT, attributes: about }, async (span) => {
      let outcome: Record<string, string> = {};
      try {
        const answer = await call();
        const { id } = Object(answer) as { id?: unknown };
        if (typeof id === "string") span.setAttribute(RESPONSE_ID, id);
        return answer;
      } catch (error) {
        outcome = { [ERROR]: nameOf(error) };
        failed(span, error);
        throw error;
      } finally {
        span.end();
        this.#duration.record((performance.now() - started) / 1000, { ...about, ...outcome });
      }
    });
  }
}

function modelOf(request: unknown): string | undefined {
  const { model } = Object(request) as { model?: unknown };
  return typeof model === "string" ? model : undefined;
}

/** By code and name alone: a message quotes what it is about. */
function failed(span: Span, error: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute(ERROR, nameOf(error));
  if (!(error instanceof WanError)) return;
  span.setAttribute("wan.error.code", error.code);
  if (error.taskId) span.setAttribute(RESPONSE_ID, error.taskId);
}

/** The fields of an event that an attribute can be, but for its words. */
function plain(event: ClientEvent): Record<string, string | number | boolean> {
  const { type, message, ...fields } = event as unknown as Record<string, unknown>;
  const entries = Object.entries(fields).filter(([, value]) => ["string", "number", "boolean"].includes(typeof value));
  return Object.fromEntries(entries.map(([name, value]) => [`wan.${name}`, value])) as Record<string, string>;
}
