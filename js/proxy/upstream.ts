/**
 * One exchange with the API, never repeated: sending again is for the page's client, and two that both send again would pay
 * twice. The machines of the client judge what came of it, so that proxy and client cannot disagree.
 */
import { readMachine, submitMachine } from "../client/machines.js";
import type { Ended, ErrorDetails } from "../client/report.js";
import { type Operation, run } from "../client/run.js";
import { transfer } from "../internal/parts.js";
import { Refused, retryAfter, unavailable } from "./answer.js";
import { withBody } from "./bound.js";
import { failureOf } from "./failure.js";
import type { Outcome } from "./outcome.js";
import { redactJson } from "./redact-json.js";
import type { Settings } from "./settings.js";

/** Statuses that make browsers or their helpers act by themselves. */
const MISREAD = new Set([407, 421, 426]);
const LONGEST_TEXT = 1024;
/** More than any answer of the API has. */
const MOST_BYTES = 1 << 20;

export function post(settings: Settings, body: string, key: string): Promise<Outcome> {
  const machine = submitMachine(settings.wire, false);
  return exchange(settings, { machine, path: "/v1/videos/generations", body, idempotencyKey: key });
}

export function get(settings: Settings, path: string, isTask: boolean): Promise<Outcome> {
  return exchange(settings, { machine: readMachine(settings.wire, isTask), path });
}

/** A file, which is sent once as well: a body that streams through cannot be sent again. */
export async function putFile(
  settings: Settings,
  kind: "stream" | "base64" | "url",
  body: string | ReadableStream<Uint8Array>,
  contentType: string,
  ms: number,
): Promise<Outcome> {
  const { transferModule } = await transfer();
  const { wire } = settings;
  const send = wire.fetch ?? fetch;
  // Without "duplex" no engine lets a body stream.
  const streaming = ((input: string, init: RequestInit) =>
    send(input, { ...init, duplex: "half" } as RequestInit)) as typeof fetch;
  const files = { ...wire, base: wire.filesBase, fetch: typeof body === "string" ? send : streaming };
  const machine = new (transferModule().UploadMachine)(Float64Array.from(wire.retry), ms);
  const path = `/api/v1/files/upload/${kind}`;
  return exchange({ ...settings, wire: files }, { machine, path, body, contentType });
}

async function exchange({ wire, keys }: Pick<Settings, "wire" | "keys">, conversation: Operation): Promise<Outcome> {
  const headers: Record<string, string> = {};
  const send = wire.fetch ?? fetch;
  // The only headers of an answer that are passed on, and only as they ought to be.
  const listen = (async (input: RequestInfo | URL, init?: RequestInit) => {
    const response = await send(input, init);
    const requestId = response.headers.get("x-request-id") ?? response.headers.get("x-oneapi-request-id") ?? "";
    if (/^[\w.:-]{1,128}$/.test(requestId)) headers["x-request-id"] = keys.redactText(requestId);
    if (response.headers.get("idempotency-replayed") === "true") headers["idempotency-replayed"] = "true";
    return withBody(response, MOST_BYTES);
  }) as typeof fetch;
  // No signal of the page's: a submit that was sent is seen through, whoever has gone away.
  const { report, text, cause } = (await run({ settings: { ...wire, fetch: listen }, keys }, conversation)) as Ended;
  const hide = (shown: string) => keys.redactText(shown);
  if (!report.error) {
    const parsed = redactJson(parse(text), hide);
    if (isObject(parsed)) return { is: "well", body: parsed, headers };
    return conversation.body === undefined
      ? { is: "refused", refused: new Refused(502, { ...UNREADABLE, headers }) }
      : { is: "unknown", reason: "an answer that is no task", headers };
  }
  return judge(report.error, headers, conversation.body !== undefined, failureOf(wire, cause));
}

const UNREADABLE = { code: "bad_gateway", message: "the API's answer could not be read", type: "api_error" };

/** The words in it are without the key already. `failure`: whose answer did not come, and what the engine says of it. */
function judge(
  trouble: ErrorDetails,
  headers: Record<string, string>,
  isPost: boolean,
  { base, words }: ReturnType<typeof failureOf>,
): Outcome {
  if (trouble.class === "SubmissionUnknownError") {
    return { is: "unknown", reason: words ? `${trouble.message}; ${base}: ${words}` : trouble.message, headers };
  }
  if (trouble.class === "NetworkError") {
    const reason = `${base} could not be reached: ${words ?? trouble.message}`;
    return { is: "refused", refused: unavailable("the API could not be reached"), reason };
  }
  const { status = 0, code, message, type, param, retryAfterMs } = trouble;
  // A success in which the API says no: of a file, which costs nothing, a visitor hears why.
  if (code === "upload_failed" && status >= 200 && status < 300) return refusedFile(message);
  if (status < 400) return { is: "refused", refused: new Refused(502, { ...UNREADABLE, headers }) };
  if (ofAccount(trouble)) return { is: "refused", refused: accountRefused(status, isPost, headers) };
  const text = (value: string | undefined) => value?.slice(0, LONGEST_TEXT);
  const refused = new Refused(MISREAD.has(status) ? 400 : status, {
    code: text(code) ?? "",
    message: text(message) ?? "",
    type: text(type) ?? "api_error",
    ...(param === undefined ? {} : { param: text(param) as string }),
    headers: { ...headers, ...(retryAfterMs === undefined ? {} : retryAfter(retryAfterMs)) },
  });
  return { is: "refused", refused };
}

function refusedFile(message: string): Outcome {
  const refusal = { code: "upload_failed", message: message.slice(0, LONGEST_TEXT), type: "api_error" };
  return { is: "refused", refused: new Refused(422, refusal) };
}

/** 401, 402 and 403 are about the key and its account, whatever they say; and so is a quota under another status. */
function ofAccount({ class: name, status = 0 }: ErrorDetails): boolean {
  if (name === "ContentPolicyError" || name === "UnknownModelError") return false;
  return name === "InsufficientQuotaError" || (status >= 401 && status <= 403);
}

/** The event tells the owner; a visitor is told what a visitor can do. */
export function accountRefused(status: number, isPost: boolean, headers: Record<string, string>): Refused {
  const code =
    { 401: "unauthorized", 403: isPost ? "model_access_denied" : "permission_denied" }[status] ?? "insufficient_quota";
  const message = isPost
    ? "this service cannot make videos at the moment; nothing was billed"
    : "this service cannot look after videos at the moment; one that is being made goes on";
  return new Refused(status, { code, message, type: "service_account_error", headers });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
