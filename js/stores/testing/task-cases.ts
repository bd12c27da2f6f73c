import { HOUR_MS } from "../../internal/time.js";
import type { TaskRecord, TaskStore } from "../../types/client.js";
import { expectSame, ownHolder, ownKey } from "./expect.js";
import type { StoreTest } from "./types.js";

const LIVE_MS = 25 * HOUR_MS;
const CONTENDERS = 24;

function recordOf(idempotencyKey: string, expiresAt = Date.now() + LIVE_MS): TaskRecord {
  const createdAt = Date.now();
  return { version: 1, state: "submitting", fingerprint: "f".repeat(64), idempotencyKey, createdAt, expiresAt };
}

/** Keys as the client and the proxy make them, and as no store may change or mix up. */
const KEYS = [
  "f".repeat(64),
  "Ada/0f",
  "ada/0f",
  "a%2Fb%20%C3%BC/0f",
  "ada/0f#wan-00000000000000000000000000000000",
  "0f>1757169743000",
  "callback:task-unified-1757169743-7cvnl5zw",
  "proxy/0f",
  "dots..",
  "../dots",
  "a\\b:c*d?e|f",
  "影片/🎬",
  `long/${"0".repeat(300)}`,
];

export function taskCases(open: () => TaskStore | Promise<TaskStore>, { atomic }: { atomic: boolean }): StoreTest[] {
  const cases: StoreTest[] = [];
  const add = (name: string, run: (store: TaskStore, another: TaskStore) => Promise<void>) =>
    cases.push({ name, run: async () => run(await open(), await open()) });

  add("get answers undefined where nothing was written", async (store) => {
    expectSame("get", await store.get(ownKey()), undefined);
  });

  add("a record comes back as it was, with fields that this version does not know", async (store) => {
    const key = ownKey();
    const reservation = { id: "k-1", day: "2026-11-22", microUsd: 430_000, counters: ["a/b", "ü"] };
    const known = { taskId: "task-1", user: "ada", finishedAt: 1_757_169_743_123, reservation };
    const record = {
      ...recordOf("kept"),
      ...known,
      later: { text: 'quotes " \\ \u2028 🎬', list: [1, null, { deep: true }] },
    };
    await store.set(key, record);
    expectSame("get", await store.get(key), record);
    await store.set(key, recordOf("other", record.expiresAt));
    expectSame("a field that was left out", (await store.get(key))?.taskId, undefined);
  });

  add("claim writes where nothing was, and answers undefined", async (store) => {
    const key = ownKey();
    const record = recordOf("first");
    expectSame("claim", await store.claim(key, record), undefined);
    expectSame("get", await store.get(key), record);
  });

  add("claim answers the record that is there, and leaves it", async (store) => {
    const key = ownKey();
    const first = recordOf("first");
    await store.claim(key, first);
    expectSame("claim", await store.claim(key, recordOf("second")), first);
    expectSame("get", await store.get(key), first);
  });

  add("claim takes the place of a record that has expired", async (store) => {
    const key = ownKey();
    await store.set(key, recordOf("old", Date.now() - 1));
    const record = recordOf("new");
    expectSame("claim", await store.claim(key, record), undefined);
    expectSame("get", await store.get(key), record);
  });

  add("delete frees a key, and takes one where nothing is", async (store) => {
    const key = ownKey();
    await store.delete(key);
    await store.claim(key, recordOf("first"));
    await store.delete(key);
    expectSame("get", await store.get(key), undefined);
    expectSame("claim", await store.claim(key, recordOf("second")), undefined);
  });

  add("keys are told apart, whatever is in them", async (store) => {
    const run = ownKey("run");
    const keys = KEYS.map((key) => `${run}/${key}`);
    for (const key of keys) expectSame(`claim of ${key}`, await store.claim(key, recordOf(key)), undefined);
    for (const key of keys) expectSame(`get of ${key}`, (await store.get(key))?.idempotencyKey, key);
    const listed = ((await store.list?.()) ?? []).map(([key]) => key).filter((key) => key.startsWith(run));
    if (store.list) expectSame("list", listed.sort(), [...keys].sort());
    for (const key of keys) await store.delete(key);
  });

  add("list, where there is one, answers all that has not expired", async (store) => {
    if (!store.list) return;
    const run = ownKey("run");
    const live = Array.from({ length: 25 }, (_, at): [string, TaskRecord] => [`${run}/${at}`, recordOf(`${at}`)]);
    for (const [key, record] of live) await store.set(key, record);
    await store.set(`${run}/old`, recordOf("old", Date.now() - 1));
    await store.set(`${run}/gone`, recordOf("gone"));
    await store.delete(`${run}/gone`);
    const listed = (await store.list()).filter(([key]) => key.startsWith(run));
    expectSame("list", Object.fromEntries(listed), Object.fromEntries(live));
    for (const [key] of live) await store.delete(key);
  });

  add("who is at work, where a store can tell, is seen until they let go", async (store, another) => {
    if (!store.hold || !another.isHeld) return;
    const holder = ownHolder();
    const letGo = await store.hold(holder).catch(() => undefined);
    // Where nobody can tell, hold fails, and isHeld does not say that somebody is gone.
    if (!letGo) return expectSame("isHeld", await another.isHeld(holder), undefined);
    expectSame("isHeld of another handle", await another.isHeld(holder), true);
    expectSame("isHeld of another holder", await another.isHeld(ownHolder()), false);
    letGo();
    for (let look = 0; look < 50 && (await another.isHeld(holder)); look++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expectSame("isHeld afterwards", await another.isHeld(holder), false);
  });

  if (!atomic) return cases;

  add("what one has written, another sees at once", async (store, another) => {
    const key = ownKey();
    const record = recordOf("first");
    await store.claim(key, record);
    expectSame("get", await another.get(key), record);
    await another.set(key, { ...record, state: "submitted", taskId: "task-1" });
    expectSame("get", (await store.get(key))?.taskId, "task-1");
    await store.delete(key);
    expectSame("get", await another.get(key), undefined);
  });

  for (const [where, before] of [
    ["nothing was", undefined],
    ["a record has expired", recordOf("old", 1)],
  ] as const) {
    add(
      `of many that claim at once where ${where}, one wins, and the others are answered its record`,
      async (...both) => {
        const key = ownKey();
        if (before) await both[0].set(key, before);
        const claims = Array.from({ length: CONTENDERS }, async (_, at) => {
          const own = recordOf(`claimant-${at}`);
          return { own, there: await (both[at % 2] ?? both[0]).claim(key, own) };
        });
        const all = await Promise.all(claims);
        const winners = all.filter(({ there }) => there === undefined);
        expectSame("the number of winners", winners.length, 1);
        for (const { there } of all) if (there) expectSame("a loser's answer", there, winners[0]?.own);
        expectSame("get", await both[1].get(key), winners[0]?.own);
      },
    );
  }

  return cases;
}
