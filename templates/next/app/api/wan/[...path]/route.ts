import { createProxy } from "wanreel/proxy";

/**
 * Who may spend your money. Everybody on this site is one user: put your own session here before others can reach it. Browsers
 * send this header to https and to localhost: by the address of your machine, over http, nobody is let in.
 */
async function authorize(request: Request) {
  return request.headers.get("sec-fetch-site") === "same-origin" ? { user: "me" } : null;
}

const proxy = createProxy({
  apiKey: () => process.env.EVOLINK_API_KEY ?? "", // a function: a build has no key
  baseUrl: process.env.EVOLINK_BASE_URL, // such as that of `npx wanreel simulate`; without it, the API
  authorize,
  budget: { perUserDayMicroUsd: 5_000_000 },
});

export { proxy as GET, proxy as OPTIONS, proxy as POST };
