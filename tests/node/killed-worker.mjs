// A worker that takes one job, and kills itself with SIGKILL at the point it is told.
import { WanClient } from "wanreel";
import { limitsAt, storeAt } from "./shared-objects.mjs";

const { api, objects, ledger, place, point, request, budget, key } = JSON.parse(process.argv[2]);

const die = () => {
  process.kill(process.pid, "SIGKILL");
  // The signal is on its way; nothing more is done.
  return new Promise(() => {});
};

/** Runs what `inner` does, and dies before or after it. */
async function around(name, inner) {
  if (point === `before ${name}`) await die();
  const answer = await inner();
  if (point === `after ${name}`) await die();
  return answer;
}

const limits = limitsAt(objects, ledger);
const store = storeAt(place, objects);
const is = (charges, end) => charges.some((charge) => charge.key.endsWith(end));
const wrapped = {
  add: (charges) => {
    const what = is(charges, "/closed") ? "close" : is(charges, "/reserved") ? "reserve" : "void";
    return around(what, () => limits.add(charges));
  },
};
const writes = {
  get: (fingerprint) => store.get(fingerprint),
  claim: (fingerprint, record) => around("claim", () => store.claim(fingerprint, record)),
  set: (fingerprint, record) => {
    const what = record.finishedAt === undefined ? record.state : "finished";
    return around(what, () => store.set(fingerprint, record));
  },
  delete: (fingerprint) => around("delete", () => store.delete(fingerprint)),
  list: () => store.list(),
};
const client = new WanClient({
  apiKey: key,
  baseUrl: api,
  store: writes,
  limits: wrapped,
  budget,
  poll: { initialMs: 10, maxMs: 20 },
  fetch: (url, init) => around(init.method === "POST" ? "POST" : "poll", () => fetch(url, init)),
});
await client.generate(request).catch((error) => {
  if (error.name === "BudgetError") process.exit(4);
  if (error.name !== "TaskFailedError") throw error;
});
