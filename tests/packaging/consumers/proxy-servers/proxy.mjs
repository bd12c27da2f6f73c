// A proxy as the documentation has it. Here it talks to the simulated API, and one cookie is a session.
import { createProxy } from "wanreel/proxy";

const session = (request) => (request.headers.get("cookie") === "session=1" ? { user: "ada" } : null);

export const proxy = createProxy({
  apiKey: () => process.env.EVOLINK_API_KEY ?? "", // a function: a build has no key
  authorize: async (request) => session(request), // { user }, or null
  models: ["wan2.7-text-to-video"],
  rateLimit: { perMinute: 5, perDay: 50 },
  budget: { perUserDayMicroUsd: 5_000_000 },
  baseUrl: process.env.API,
});
