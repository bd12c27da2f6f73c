// A process of its own over a folder. Told a key, it claims it, from two stores; told to churn, it does whatever a store can do
// until it is killed.
import { FileStore } from "wanreel/stores";
import { record } from "./store-places.mjs";

const [, , folder] = process.argv;

async function claim(key) {
  const claims = [1, 2].map(() => new FileStore(folder).claim(key, record(crypto.randomUUID())));
  const settled = await Promise.allSettled(claims);
  return settled.map(({ reason, value }) => (reason ? String(reason) : value === undefined ? "won" : "lost"));
}

async function churn(key) {
  const store = new FileStore(folder);
  for (let turn = 0; ; turn++) {
    await store.claim(key, record("claimed", Date.now() + (turn % 3 ? 1e6 : -1)));
    await store.set(key, record("set", Date.now() + (turn % 2 ? 1e6 : -1)));
    if (turn % 4 === 0) await store.list();
    if (turn % 5 === 0) await store.delete(key);
  }
}

process.on("message", async ({ key, churns }) => process.send(churns ? await churn(key) : await claim(key)));
process.send("ready");
