import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { createProxy } from "wanreel/proxy";
import { session } from "./session.js";

const proxy = createProxy({
  apiKey: () => env.EVOLINK_API_KEY,
  authorize: async (request) => session(request),
  baseUrl: env.API,
});

const app = new Hono();
app.all("/api/wan/*", (c) => proxy(c.req.raw, c.executionCtx));
export default app;
