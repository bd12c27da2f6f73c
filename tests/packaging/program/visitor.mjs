// What a page does through a proxy: no key, and the site for an API.
import { estimateCost, validate, WanClient } from "wanreel";
import { job } from "./job.mjs";

const wanreel = { estimateCost, validate, WanClient };
const baseUrl = `${process.env.SITE}/api/wan`;

const stranger = await job(wanreel, { baseUrl }).catch(({ status }) => status);
if (stranger !== 401) throw new Error(`a stranger got ${JSON.stringify(stranger)}`);

/** As browsers fetch: with the cookies of the site. */
function fetchWithCookie(url, init) {
  const headers = new Headers(init?.headers);
  headers.set("cookie", "session=1");
  return fetch(url, { ...init, headers });
}
const answer = await job(wanreel, { baseUrl, fetch: fetchWithCookie });
console.log(`answer: ${JSON.stringify(answer)}`);
