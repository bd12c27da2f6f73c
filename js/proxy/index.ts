/**
 * A proxy that keeps the API key on the server, for any runtime of Requests and Responses. In the page:
 * `new WanClient({ baseUrl: "/api/wan" })`.
 *
 * @example Cloudflare Workers. Rates and money hold for all isolates by two Durable Objects.
 * ```ts
 * import { createProxy, DurableObjectLimits, type WanProxy } from "wanreel/proxy";
 * import { DurableObjectStore } from "wanreel/stores";
 * export { LimitsObject } from "wanreel/proxy";
 * export { TaskStoreObject } from "wanreel/stores";
 *
 * let proxy: WanProxy | undefined;
 * export default {
 *   fetch(request, env, context) {
 *     proxy ??= createProxy({
 *       apiKey: () => env.EVOLINK_API_KEY,
 *       authorize: async (request) => session(request, env), // { user } or null
 *       budget: { perUserDayMicroUsd: 5_000_000 },
 *       limits: new DurableObjectLimits(env.LIMITS),
 *       store: new DurableObjectStore(env.TASKS),
 *     });
 *     return proxy(request, env, context);
 *   },
 * };
 * ```
 *
 * @example Next.js: app/api/wan/[...path]/route.ts
 * ```ts
 * import { createProxy } from "wanreel/proxy";
 * import { auth } from "@/auth";
 *
 * const proxy = createProxy({
 *   // A function: a build has no key.
 *   apiKey: () => process.env.EVOLINK_API_KEY ?? "",
 *   authorize: async () => {
 *     const session = await auth();
 *     return session?.user?.id ? { user: session.user.id } : null;
 *   },
 * });
 * export { proxy as GET, proxy as POST, proxy as OPTIONS };
 * ```
 *
 * @example Hono
 * ```ts
 * app.all("/api/wan/*", (c) => proxy(c.req.raw)); // on Workers: proxy(c.req.raw, c.executionCtx)
 * ```
 *
 * @example Express and node:http
 * ```ts
 * app.use("/api/wan", toNodeHandler(proxy));
 * http.createServer(toNodeHandler(proxy));
 * ```
 *
 * @example Deno and Bun
 * ```ts
 * Deno.serve((request) => proxy(request));
 * Bun.serve({ fetch: (request) => proxy(request) });
 * ```
 */

export type { ProxyTimeouts, RateLimit } from "../generated/proxy-options.js";
export { DurableObjectLimits, LimitsObject, type LimitsState } from "../limits/durable-object.js";
export { KvLimits } from "../limits/kv.js";
export { MemoryLimits } from "../limits/memory.js";
export type { Charge, Full, LimitStore } from "../types/limits.js";
export { createProxy } from "./create.js";
export { type NodeRequest, type NodeResponse, toNodeHandler } from "./node.js";
export type { ProxyEvent, ProxyOptions, WanProxy } from "./types.js";
