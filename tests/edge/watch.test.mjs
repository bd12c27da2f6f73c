// What the sweep looks after, by rows in memory that answer as the coordinator's table does.
import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST_REQUESTS, Watch } from "./internals.mjs";

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

  users(after, limit) {
    return this.keys(/^user\//, `user/${after}`, limit).map((key) => key.slice("user/".length));
  }

  get(key) {
    return this.table.get(key);
  }

  write(rows) {
    for (const { key, value } of rows) this.table.set(key, value);
  }
}

/** A sweep that comes to its end; another life of the object each time, since what it knows is in its rows. */
function swept(rows, minute, ill = false) {
  const round = new Watch(rows).beat(minute * MINUTE, ill);
  const { at, users } = round;
  if (round.jobs.length + users.length > 0) {
    new Watch(rows).swept({ at, after: users.at(-1) ?? round.after, cursor: "" });
  }
  return round;
}

test("of more jobs than one sweep can ask, the next sweeps ask the rest, and then all anew", () => {
  const rows = new MemoryRows();
  const jobs = MOST_REQUESTS * 2 + 50;
  for (let number = 0; number < jobs; number++) rows.table.set(`job/j${String(number).padStart(6, "0")}`, "{}");
  rows.table.set("review/unresolved", "{}");
  const sweep = (minute) => swept(rows, minute).jobs;
  assert.deepEqual(sweep(0), []);
  for (let minute = 1; minute < 10; minute++) assert.deepEqual(sweep(minute), [], `minute ${minute}`);
  for (const began of [10, 20]) {
    const asked = [sweep(began), sweep(began + 1), sweep(began + 2)];
    assert.deepEqual(
      asked.map((round) => round.length),
      [MOST_REQUESTS, MOST_REQUESTS, 51],
    );
    assert.equal(new Set(asked.flat()).size, jobs + 1, "each once");
    assert.ok(asked.flat().includes("unresolved"));
    for (let minute = began + 3; minute < began + 10; minute++) assert.deepEqual(sweep(minute), []);
  }
});

test("a sweep that is cut off is made again, smaller, until it fits in what a Worker may ask", () => {
  const rows = new MemoryRows();
  for (let number = 0; number < 300; number++) rows.table.set(`job/j${String(number).padStart(3, "0")}`, "{}");
  swept(rows, 0);
  // The free plan: 50 requests.
  const seen = new Set();
  for (let minute = 10; minute < 60 && seen.size < 300; minute++) {
    const round = new Watch(rows).beat(minute * MINUTE, false);
    if (round.jobs.length > 47) continue;
    for (const job of round.jobs) seen.add(job);
    if (round.jobs.length > 0) new Watch(rows).swept({ at: round.at, after: "", cursor: "" });
  }
  assert.equal(seen.size, 300);
});

test("after an outage every user is looked at once, also where a sweep was cut off", () => {
  const rows = new MemoryRows();
  const users = MOST_REQUESTS + 10;
  for (let number = 0; number < users; number++) rows.table.set(`user/u${String(number).padStart(5, "0")}`, "{}");
  assert.deepEqual(swept(rows, 0, true).users, []);
  for (let minute = 1; minute < 10; minute++) assert.deepEqual(swept(rows, minute).users, []);
  const cut = new Watch(rows).beat(10 * MINUTE, false);
  assert.ok(cut.users.length > 0 && cut.jobs.length + cut.users.length <= MOST_REQUESTS);
  const seen = [];
  for (let minute = 11; minute < 30; minute++) seen.push(...swept(rows, minute).users);
  assert.equal(seen.length, users, "none twice");
  assert.equal(new Set(seen).size, users);
});
