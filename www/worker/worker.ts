/**
 * The job in an edge Worker: the page sends a request once and reads what happens. The key is a secret binding of the package's
 * own proxy, which everything passes: it knows whose task is whose, counts, signs ids, and hands on videos and nothing else.
 */
import { WanClient } from "wanreel";
import { createProxy, DurableObjectLimits, type WanProxy } from "wanreel/proxy";
import { DurableObjectStore } from "wanreel/stores";
import { type ClientFactory, run } from "../shared/job.js";
import type { Order } from "../shared/news.js";
import { PACES, readPace } from "../shared/pace.js";
import { isOwnName, visitorOf } from "../shared/visitor.js";
import { streamOf } from "./stream.js";

export { LimitsObject } from "wanreel/proxy";
export { TaskStoreObject } from "wanreel/stores";

const MOUNT = "/edge";

export interface Env {
  EVOLINK_API_KEY: string;
  API_BASE: string;
  /** The name the page is served under, beside this machine's addresses. */
  HOST: string;
  TASKS: DurableObjectNamespace;
  LIMITS: DurableObjectNamespace;
}

/** "Cloudflare-Workers": whoever reads the API's log sees that it was the Worker that called. */
const namedFetch: typeof fetch = (input, init) => {
  const headers = new Headers(init?.headers);
  headers.set("user-agent", navigator.userAgent);
  return fetch(input, { ...init, headers });
};

let proxy: WanProxy | undefined;

function proxyOf(env: Env): WanProxy {
  proxy ??= createProxy({
    apiKey: env.EVOLINK_API_KEY,
    baseUrl: env.API_BASE,
    mount: MOUNT,
    authorize(request) {
      const user = visitorOf(request.headers.get("cookie"));
      return user === undefined ? null : { user };
    },
    allowCallbackUrl: true,
    limits: new DurableObjectLimits(env.LIMITS),
    store: new DurableObjectStore(env.TASKS),
    fetch: namedFetch,
  });
  return proxy;
}

/** What tells the proxy whose request it is, and whose page asked. */
const VISITORS = ["cookie", "origin", "referer", "sec-fetch-site"];

/** A client of the visitor's own, which asks the proxy in here as their page would. */
function clientsOf(request: Request, user: string, env: Env, context: ExecutionContext, pace: unknown): ClientFactory {
  const ask: typeof fetch = (input, init) => {
    const asked = new Request(input, init);
    for (const name of VISITORS) {
      const value = request.headers.get(name);
      if (value !== null) asked.headers.set(name, value);
    }
    return proxyOf(env)(asked, context);
  };
  return (onEvent) =>
    new WanClient({
      baseUrl: new URL(MOUNT, request.url).href,
      fetch: ask,
      poll: PACES[readPace(pace)],
      store: new DurableObjectStore(env.TASKS, `visitor ${user}`),
      onEvent,
    });
}

const refuse = (status: number, message: string) => Response.json({ name: "Error", message }, { status });

export default {
  async fetch(request: Request, env: Env, context: ExecutionContext): Promise<Response> {
    const url = new URL(request.url);
    if (!isOwnName(url.host, env.HOST)) return refuse(403, "this is not a name of this machine");
    const [, , room, taskId] = url.pathname.split("/");
    if (room !== "jobs") return proxyOf(env)(request, context);
    const user = visitorOf(request.headers.get("cookie"));
    if (user === undefined) return refuse(401, "open the page first: it tells its visitors apart by a cookie");
    if (request.method === "POST" && taskId === undefined) {
      const order = (await request.json().catch(() => null)) as Order | null;
      if (order === null || typeof order !== "object") return refuse(400, "the body must be JSON: { request }");
      const clients = clientsOf(request, user, env, context, order.pace);
      return streamOf((tell, signal) => run.order(clients, order, tell, signal));
    }
    if (request.method === "GET" && taskId) {
      const clients = clientsOf(request, user, env, context, url.searchParams.get("pace"));
      return streamOf((tell, signal) => run.resume(clients, taskId, tell, signal));
    }
    return refuse(404, `there is no ${request.method} ${url.pathname}`);
  },
};
