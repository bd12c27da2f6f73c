/** A result, streamed through: the page needs no other host, and the file host learns nothing of the page. */
import { readTask } from "../api/task.js";
import { isLoopback } from "../internal/is-loopback.js";
import { Refused, safeHeaders } from "./answer.js";
import { failureOf } from "./failure.js";
import { refusedBy } from "./outcome.js";
import { isPublic } from "./public-host.js";
import type { Settings } from "./settings.js";
import { noSuchTask, readUpstream } from "./task.js";
import type { TaskToken } from "./task-token.js";

const MOST_HOPS = 3;
/** Statuses with which file hosts answer for a link that has ended. */
const ENDED = new Set([401, 403, 404, 410]);
/** Of a file host's headers, what a player needs. */
const PASSED = ["content-length", "content-range", "accept-ranges", "etag", "last-modified"];
/** Never a page: what runs scripts would run them on the site's own origin. */
const VIDEO = /^video\/[a-z0-9.+-]+$/;
/** Players ask for a file piece by piece; its link is asked for once in so long. */
const REMEMBERED_MS = 5 * 60_000;
const MOST_REMEMBERED = 500;

/** The API has no newer link than one that has ended: it is not asked, once a request, for the same again. */
const ENDED_MS = 30_000;

/** `newest`: that no other is to be had, so that nothing is asked for where they have ended. */
const links = new Map<string, { results: string[]; until: number; newest: boolean }>();

export async function content(
  settings: Settings,
  user: string,
  token: TaskToken | undefined,
  index: number,
  request: Request,
): Promise<Response> {
  if (!token) throw noSuchTask();
  const range = readRange(request);
  let { results, fresh } = await resultsOf(settings, user, token);
  for (;;) {
    const link = results[index];
    if (link === undefined) {
      throw new Refused(404, { code: "no_result", message: "the task has no video, or not yet" });
    }
    const answer = await fetchFile(settings, user, link, range);
    if (!ENDED.has(answer.status)) return passOn(answer);
    await answer.body?.cancel();
    if (fresh) {
      links.set(linksKey(settings, token), { results, until: Date.now() + ENDED_MS, newest: true });
      const message = "the link to the video has expired: results live 24 hours";
      throw new Refused(410, { code: "result_expired", message });
    }
    ({ results, fresh } = await resultsOf(settings, user, token, true));
  }
}

/** The links of a task, asked for anew where they are not known. */
async function resultsOf(settings: Settings, user: string, token: TaskToken, anew = false) {
  const key = linksKey(settings, token);
  const known = links.get(key);
  if (known && known.until > Date.now() && !anew) return { results: known.results, fresh: known.newest };
  const { body } = await readUpstream(settings, user, token);
  const { results } = readTask(body, undefined, settings.wire.base).task;
  links.delete(key);
  if (results.length > 0) links.set(key, { results, until: Date.now() + REMEMBERED_MS, newest: false });
  const [oldest] = links.keys();
  if (links.size > MOST_REMEMBERED && oldest !== undefined) links.delete(oldest);
  return { results, fresh: true };
}

function linksKey({ wire }: Settings, { taskId }: TaskToken): string {
  return `${wire.base} ${taskId}`;
}

/** One range of bytes, as players ask for it. */
function readRange(request: Request): Record<string, string> {
  const range = request.headers.get("range");
  if (range === null || !/^bytes=(\d{1,15}-\d{0,15}|-\d{1,15})$/.test(range)) return {};
  const condition = request.headers.get("if-range");
  const known = condition !== null && /^(W\/)?"[\x21\x23-\x7e]{0,128}"$|^[\w, :]{1,40}$/.test(condition);
  return { range, ...(known ? { "if-range": condition } : {}) };
}

/** Asks the file host: without the key, without anything of the user's, and wherever it points, only in public. */
async function fetchFile(
  settings: Settings,
  user: string,
  link: string,
  range: Record<string, string>,
): Promise<Response> {
  const send = settings.wire.fetch ?? fetch;
  // Encoded, a part of a file would be no part of it.
  const headers = { ...range, "accept-encoding": "identity" };
  let url = link;
  for (let hops = 0; hops <= MOST_HOPS; hops++) {
    if (!mayFetch(settings, url)) throw unusable();
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), settings.wire.readMs);
    try {
      const answer = await send(url, { headers, redirect: "manual", signal: late.signal });
      const location = answer.headers.get("location");
      if (answer.status < 300 || answer.status > 399 || location === null) return answer;
      await answer.body?.cancel();
      if (!URL.canParse(location, url)) throw unusable();
      url = new URL(location, url).href;
    } catch (error) {
      if (error instanceof Refused) throw error;
      const message = "the video could not be fetched";
      const refused = new Refused(502, { code: "bad_gateway", message, type: "api_error" });
      const { base, words } = failureOf({ ...settings.wire, base: new URL(url).origin }, error);
      settings.tell(refusedBy(user, refused, `${base}: ${message}${words ? `: ${words}` : ""}`));
      throw refused;
    } finally {
      // The head is here; how long the body takes is the player's affair.
      clearTimeout(timer);
    }
  }
  throw unusable();
}

/** Over https and in public; a simulator on this machine may keep its files there. */
function mayFetch({ wire }: Settings, link: string): boolean {
  const { protocol, hostname, username, password } = new URL(link);
  if (username !== "" || password !== "") return false;
  if (isLoopback(new URL(wire.base).hostname) && isLoopback(hostname)) return true;
  return protocol === "https:" && isPublic(hostname);
}

function passOn(answer: Response): Response {
  const { status } = answer;
  const type = (answer.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (status === 416) {
    const range = answer.headers.get("content-range") ?? "";
    answer.body?.cancel();
    return new Response(null, {
      status,
      headers: safeHeaders(/^bytes \*\/\d+$/.test(range) ? { "content-range": range } : {}),
    });
  }
  const usable = VIDEO.test(type) || type === "application/octet-stream" || type === "";
  if ((status !== 200 && status !== 206) || !usable) {
    answer.body?.cancel();
    throw unusable();
  }
  const headers = safeHeaders({
    "content-type": VIDEO.test(type) ? type : "video/mp4",
    "content-disposition": 'inline; filename="video.mp4"',
  });
  const encoded = answer.headers.has("content-encoding");
  for (const name of encoded ? [] : PASSED) {
    const value = answer.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(answer.body, { status, headers });
}

function unusable(): Refused {
  return new Refused(502, { code: "not_a_video", message: "what the link answers is not a video", type: "api_error" });
}
