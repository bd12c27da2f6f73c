// What the sweep looks after, by rows in memory that answer as the coordinator's table does.
import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST_JOBS, Watch } from "./internals.mjs";

const MINUTE = 60_000;

class MemoryRows {
  table = new Map();

  keys(wanted, after, limit) {
    const own = [...this.table.keys()].filter((key) => key > after && wanted.test(key));
    return own.sort().slice(0, limit);
  }

  jobKeys(after, limit) {
    return this.keys(/^(job|review)\//, after, limit);
  }

  names(prefix, after = "", limit = 1_000) {
    return this.keys(new RegExp(`^${prefix}`), prefix + after, limit).map((key) => key.slice(prefix.length));
  }

  get(key) {
    return this.table.get(key);
  }

  write(rows) {
    for (const { key, value } of rows) this.table.set(key, value);
  }
}

test("of more jobs than one sweep can ask, the next sweeps ask the rest, and then all anew", () => {
  const rows = new MemoryRows();
  const jobs = MOST_JOBS * 2 + 50;
  for (let number = 0; number < jobs; number++) rows.table.set(`job/j${String(number).padStart(6, "0")}`, "{}");
  rows.table.set("review/unresolved", "{}");
  // Another life of the object each time: what it knows is in its rows.
  const sweep = (minute) => new Watch(rows).beat(minute * MINUTE, false).jobs;
  assert.deepEqual(sweep(0), []);
  for (let minute = 1; minute < 10; minute++) assert.deepEqual(sweep(minute), [], `minute ${minute}`);
  for (const began of [10, 20]) {
    const asked = [sweep(began), sweep(began + 1), sweep(began + 2)];
    assert.deepEqual(
      asked.map((round) => round.length),
      [MOST_JOBS, MOST_JOBS, 51],
    );
    assert.equal(new Set(asked.flat()).size, jobs + 1, "each once");
    assert.ok(asked.flat().includes("unresolved"));
    for (let minute = began + 3; minute < began + 10; minute++) assert.deepEqual(sweep(minute), []);
  }
});
