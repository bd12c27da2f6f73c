// In a page or a worker: does the job without a key, as a page should, and tells the tests, who listen at `api`.
import { job } from "./job.mjs";

/** `late` is given the exports, loads what is not needed at once, and answers further options of the client. */
export async function report(wanreel, api, late) {
  let told;
  try {
    told = { answer: await job(wanreel, { baseUrl: api, ...(await late?.(wanreel)) }) };
  } catch (error) {
    told = { error: String(error?.stack ?? error) };
  }
  await fetch(`${api}/report`, { method: "POST", body: JSON.stringify(told) });
}
