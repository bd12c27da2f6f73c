/** Fetching a result: from any host, without the key, and only if it is a video. */

import { ConfigError, NetworkError } from "../errors/local.js";
import { WanError } from "../errors/wan-error.js";
import { timerMs } from "../internal/timer.js";
import type { CompletedTask, RequestOptions, Task } from "../types/client.js";
import type { Context } from "./context.js";
import { limited, pause, withSignal } from "./signal.js";

type Means = Pick<Context, "settings" | "keys">;

const ATTEMPTS = 3;
/** Statuses with which file hosts answer for a link that has ended. */
const ENDED = [401, 403, 404, 410];

export async function download(
  task: CompletedTask | string,
  means: Means,
  options: RequestOptions,
  retrieve: (taskId: string) => Promise<Task>,
): Promise<Response> {
  const isUrl = typeof task === "string" && /^https?:\/\//i.test(task);
  if (isUrl) return open(task, undefined, means, options);
  if (typeof task !== "string" && !Array.isArray(task?.results)) {
    throw new ConfigError(
      "what is downloaded must be a task, a task id or a URL",
      "pass what generate or wait resolved to",
    );
  }
  const known = typeof task === "string" ? await retrieve(task) : task;
  try {
    return await open(resultOf(known), known.id, means, options);
  } catch (error) {
    if (!(error instanceof WanError) || error.code !== "result_expired") throw error;
    const again = await retrieve(known.id);
    return open(resultOf(again), known.id, means, options);
  }
}

function resultOf(task: Task): string {
  const url = task.results[0];
  if (url !== undefined) return url;
  throw new WanError(`the task is ${task.status} and has no video`, {
    code: "no_result",
    hint: "wait for it first",
    taskId: task.id,
  });
}

async function open(url: string, taskId: string | undefined, means: Means, options: RequestOptions): Promise<Response> {
  const response = await get(url, taskId, means, options);
  if (ENDED.includes(response.status)) {
    await response.body?.cancel();
    throw new WanError(`the link to the video answers ${response.status}: it has probably expired`, {
      code: "result_expired",
      hint: "result links live 24 hours: download and keep the file as soon as the task completes",
      taskId,
    });
  }
  return asVideo(response, taskId, means, options);
}

/** A file costs nothing to ask for again. */
async function get(
  url: string,
  taskId: string | undefined,
  means: Means,
  { signal }: RequestOptions,
): Promise<Response> {
  const { settings, keys } = means;
  const send = settings.fetch ?? fetch;
  // File hosts get no header of ours. A proxy of the caller's own, which has the key, knows its user by them.
  const ours = settings.keyless && !keys.exists && url.startsWith(`${settings.base}/`);
  const first: RequestInit = ours ? { headers: settings.headers, redirect: "manual" } : {};
  for (let attempt = 1; ; attempt++) {
    const limit = limited(signal, settings.readMs);
    try {
      // A fetch of the caller's own may not listen to the signal.
      let response = await withSignal(send(url, { ...first, signal: limit.signal }), limit.signal);
      // Where it leads to is no proxy of the caller's any more: followed without headers. 0 is how a page sees a redirect.
      if (ours && (response.status === 0 || (response.status >= 300 && response.status < 400))) {
        response = await withSignal(send(url, { signal: limit.signal }), limit.signal);
      }
      const passing = response.status === 408 || response.status === 429 || response.status >= 500;
      // The head is here; the body is the caller's, whose signal goes on being heard.
      limit.inTime();
      if (!passing || attempt === ATTEMPTS) return response;
      limit.end();
      await response.body?.cancel();
    } catch (cause) {
      limit.end();
      signal?.throwIfAborted();
      if (attempt === ATTEMPTS) {
        throw new NetworkError(`the video could not be fetched in ${ATTEMPTS} attempts`, {
          code: "network_error",
          hint: "the file is there until the link expires: download it again",
          taskId,
          attempt,
          cause: keys.hideThrown(cause),
        });
      }
    }
    await pause(1000 * attempt, signal);
  }
}

/** Passes the answer on if it is a video, by its first bytes or by what its host calls it. */
async function asVideo(
  response: Response,
  taskId: string | undefined,
  { settings, keys }: Means,
  { signal }: RequestOptions,
): Promise<Response> {
  const reader = response.ok ? response.body?.getReader() : undefined;
  const head: Uint8Array[] = [];
  let size = 0;
  // The first bytes have as long as the head had; after that the pace is the caller's.
  const late = () => reader?.cancel(new Error("the video does not begin")).catch(() => {});
  const timer = setTimeout(late, timerMs(settings.readMs));
  while (reader && size < 12) {
    const { value, done } = await reader.read().catch((cause: unknown) => {
      clearTimeout(timer);
      signal?.throwIfAborted();
      throw new NetworkError("the video broke off at its beginning", {
        code: "network_error",
        hint: "the file is there until the link expires: download it again",
        taskId,
        attempt: 1,
        cause: keys.hideThrown(cause),
      });
    });
    if (done) break;
    head.push(value);
    size += value.byteLength;
  }
  clearTimeout(timer);
  const contentType = response.headers.get("content-type") ?? "no content type";
  if (!reader || !isVideo(head, contentType)) {
    await reader?.cancel();
    const type = keys.hide(contentType);
    throw new WanError(`what the link answers is not a video: status ${response.status}, ${type}`, {
      code: "not_a_video",
      hint: "something between may have answered in its place; try again, or from another network",
      taskId,
    });
  }
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const first = head.shift();
      if (first) return controller.enqueue(first);
      const { value, done } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
}

/**
 * mp4 and mov say `ftyp` (old ones `moov` or another box) at byte 4, WebM begins with an EBML mark. There are more kinds of
 * video than these, so another one counts where its host calls it a video, unless it is nothing, a page or an error's JSON.
 */
function isVideo(head: Uint8Array[], contentType: string): boolean {
  const bytes = head.flatMap((chunk) => Array.from(chunk.subarray(0, 12)));
  const box = String.fromCharCode(...bytes.slice(4, 8));
  const ebml = [0x1a, 0x45, 0xdf, 0xa3].every((byte, index) => bytes[index] === byte);
  if (ebml || ["ftyp", "moov", "mdat", "wide", "free", "skip"].includes(box)) return true;
  const text = new TextDecoder().decode(Uint8Array.from(bytes)).trimStart();
  return /^video\//i.test(contentType) && text !== "" && !/^[<{[]/.test(text);
}
