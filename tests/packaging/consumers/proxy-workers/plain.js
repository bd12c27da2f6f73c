// As the documentation has it, made when the Worker is loaded.
import { env } from "cloudflare:workers";
import { createProxy } from "wanreel/proxy";
import { session } from "./session.js";

const proxy = createProxy({
  apiKey: () => env.EVOLINK_API_KEY,
  authorize: async (request) => session(request),
  rateLimit: { perMinute: 5, perDay: 50 },
  baseUrl: env.API,
});

export default {
  fetch: (request, env, context) => proxy(request, env, context),
};
