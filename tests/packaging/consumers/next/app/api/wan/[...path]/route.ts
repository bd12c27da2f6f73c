import { createProxy } from "wanreel/proxy";

// Each page has a budget of its own: all of them together make more than the documentation's allows a day.
const session = async (request: Request) => {
  const { pathname } = new URL(request.headers.get("referer") ?? request.url);
  return request.headers.get("sec-fetch-site") === "same-origin" ? { user: pathname } : null;
};

// As the documentation has it; only the last two are the tests' own.
const proxy = createProxy({
  apiKey: () => process.env.EVOLINK_API_KEY ?? "", // a function: a build has no key
  authorize: async (request) => session(request), // { user }, or null
  models: ["wan2.7-text-to-video"],
  rateLimit: { perMinute: 5, perDay: 50 },
  budget: { perUserDayMicroUsd: 5_000_000 },
  allowedOrigins: ["https://other.example"],
  baseUrl: process.env.API,
});

export { proxy as GET, proxy as POST, proxy as OPTIONS };
