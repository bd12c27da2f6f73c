import { HOUR_MS } from "../../internal/time.js";
import type { Charge, LimitStore } from "../../types/limits.js";
import { expectSame, ownKey } from "./expect.js";
import type { StoreTest } from "./types.js";

export function limitCases(
  open: () => LimitStore | Promise<LimitStore>,
  { atomic, givesBack }: { atomic: boolean; givesBack: boolean },
): StoreTest[] {
  const cases: StoreTest[] = [];
  const add = (name: string, run: (store: LimitStore, another: LimitStore) => Promise<void>) =>
    cases.push({ name, run: async () => run(await open(), await open()) });
  const charge = (key: string, amount: number, most?: number): Charge => ({
    ...{ key, amount, expiresAt: Date.now() + HOUR_MS },
    ...(most === undefined ? {} : { most }),
  });
  /** What a counter holds, as its refusal tells it. */
  const held = async (store: LimitStore, key: string) => (await store.add([charge(key, 1, -1)]))?.used;

  add(
    "add counts up to its most, and then answers which charge did not fit, and what its counter held",
    async (store) => {
      const key = ownKey();
      expectSame("add", await store.add([charge(key, 300_000, 500_000)]), undefined);
      expectSame("add past it", await store.add([charge(key, 300_000, 500_000)]), { index: 0, used: 300_000 });
      expectSame("add up to it", await store.add([charge(key, 200_000, 500_000)]), undefined);
      expectSame("what it holds", await held(store, key), 500_000);
    },
  );

  add("add is all or none", async (store) => {
    const [free, full] = [ownKey("free"), ownKey("full")];
    await store.add([charge(full, 5)]);
    expectSame("add", await store.add([charge(free, 1, 9), charge(full, 1, 5)]), { index: 1, used: 5 });
    expectSame("what the first holds", await held(store, free), 0);
  });

  add("of several charges of one counter, each finds what those before it added", async (store) => {
    const key = ownKey();
    expectSame("add", (await store.add([charge(key, 3, 5), charge(key, 3, 5)]))?.index, 1);
    expectSame("what it holds", await held(store, key), 0);
    expectSame("add", await store.add([charge(key, 2, 5), charge(key, 3, 5)]), undefined);
    expectSame("what it holds", await held(store, key), 5);
  });

  add("a charge that may be made once is made once", async (store) => {
    const [once, sum] = [ownKey("once"), ownKey("sum")];
    const charges = [charge(once, 1, 1), charge(sum, 430_000)];
    expectSame("add", await store.add(charges), undefined);
    expectSame("add again", (await store.add(charges))?.index, 0);
    expectSame("what the sum holds", await held(store, sum), 430_000);
  });

  add("no charges are no charge", async (store) => {
    expectSame("add", await store.add([]), undefined);
  });

  add("list, where there is one, answers the counters whose keys begin so", async (store) => {
    if (!store.list) return;
    const run = ownKey("run");
    for (const name of ["a", "a/b", "c"]) await store.add([charge(`${run}/${name}`, 7)]);
    const listed = (await store.list(`${run}/a`)).filter(([, value]) => value > 0);
    expectSame("list", Object.fromEntries(listed), { [`${run}/a`]: 7, [`${run}/a/b`]: 7 });
  });

  if (givesBack) {
    add("an amount below 0 gives back, and no counter falls below 0", async (store) => {
      const key = ownKey();
      await store.add([charge(key, 500)]);
      await store.add([charge(key, -200)]);
      expectSame("what it holds", await held(store, key), 300);
      await store.add([charge(key, -1000)]);
      expectSame("what it holds", await held(store, key), 0);
    });
  }

  if (!atomic) return cases;

  add("a counter that has expired counts from 0", async (store) => {
    const key = ownKey();
    await store.add([{ key, amount: 5, expiresAt: Date.now() - 1 }]);
    expectSame("what it holds", await held(store, key), 0);
  });

  add("of many at once no more get through than fit", async (...both) => {
    const [key, other] = [ownKey(), ownKey("other")];
    const adds = Array.from({ length: 40 }, (_, at) =>
      (both[at % 2] ?? both[0]).add([charge(other, 1), charge(key, 100, 1000)]),
    );
    const through = (await Promise.all(adds)).filter((full) => full === undefined);
    expectSame("how many got through", through.length, 10);
    expectSame("what the counter holds", await held(both[0], key), 1000);
    expectSame("what the other holds", await held(both[1], other), 10);
  });

  return cases;
}
