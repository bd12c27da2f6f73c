/**
 * The job in an edge Worker: the key stays here, a secret binding; the page sends a request and reads what happens.
 * A real one also asks who the visitor is, and what they may spend, before anything else.
 */
import { MemoryStore, WanClient, WanError } from "wanreel";
import { run, type Studio } from "../shared/job.js";
import type { Order } from "../shared/news.js";
import { PACES, readPace } from "../shared/pace.js";
import { toTrouble } from "../shared/trouble.js";
import { streamOf } from "./stream.js";

/** Lives as long as the isolate: enough for a double click. Across isolates it takes a Durable Object. */
const store = new MemoryStore();

export interface Env {
  EVOLINK_API_KEY: string;
  API_BASE: string;
}

/**
 * "Cloudflare-Workers": whoever reads the API's log sees that it was the Worker that called, for a video too, to whose
 * host the client's own `headers` do not go.
 */
const namedFetch: typeof fetch = (input, init) => {
  const headers = new Headers(init?.headers);
  headers.set("user-agent", navigator.userAgent);
  return fetch(input, { ...init, headers });
};

function studio(env: Env, pace: string | null | undefined): Studio {
  return (onEvent) =>
    new WanClient({
      apiKey: env.EVOLINK_API_KEY,
      baseUrl: env.API_BASE,
      fetch: namedFetch,
      poll: PACES[readPace(pace)],
      store,
      onEvent,
    });
}

async function start(request: Request, env: Env): Promise<Response> {
  const order = (await request.json().catch(() => null)) as Order | null;
  if (order === null || typeof order !== "object") return refuse("the body must be JSON: { request }");
  return streamOf((tell, signal) => run.order(studio(env, order.pace), order, tell, signal));
}

function resume(taskId: string, url: URL, env: Env): Response {
  return streamOf((tell, signal) => run.resume(studio(env, url.searchParams.get("pace")), taskId, tell, signal));
}

/** Hands the video on, so that the page needs to know no other host than its own. */
async function video(taskId: string, env: Env): Promise<Response> {
  // Not an address: this would fetch whatever a link names.
  if (!/^[\w-]{1,128}$/.test(taskId)) return refuse("this is no task id");
  try {
    const client = studio(env, null)(() => {});
    const file = await client.download(taskId);
    // Of our own making: what the file host says could make a page of it, on this page's own origin.
    const type = (file.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
    const headers = new Headers({
      "content-type": /^video\/[a-z0-9.+-]+$/.test(type) ? type : "video/mp4",
      "content-disposition": 'inline; filename="video.mp4"',
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    });
    const length = file.headers.get("content-length");
    if (length) headers.set("content-length", length);
    return new Response(file.body, { headers });
  } catch (error) {
    return Response.json(toTrouble(error), { status: error instanceof WanError ? 502 : 500 });
  }
}

const refuse = (message: string, status = 400) => Response.json({ name: "Error", message }, { status });

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const url = new URL(request.url);
    const [, , room, taskId, what] = url.pathname.split("/");
    if (request.method === "POST" && room === "jobs") return start(request, env);
    if (request.method === "GET" && room === "tasks" && taskId) {
      if (what === "wait") return resume(decodeURIComponent(taskId), url, env);
      if (what === "video") return video(decodeURIComponent(taskId), env);
    }
    return refuse(`there is no ${request.method} ${url.pathname}`, 404);
  },
};
