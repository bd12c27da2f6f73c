// Runs the table in an engine: one simulator a row and mode in a process of its own, the client in the engine.
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { audit, checkRow, expectation } from "./check-row.mjs";
import { MODES, table } from "./table.mjs";

/** The process that hosts the simulators. */
export async function startHost(pages = "") {
  const child = fork(new URL("host.mjs", import.meta.url), [pages], { stdio: ["ignore", "pipe", "inherit", "ipc"] });
  const [line] = await once(child.stdout.setEncoding("utf8"), "data");
  const [port, refused] = line.trim().split(" ").map(Number);
  return { url: `http://127.0.0.1:${port}`, refused, stop: () => child.disconnect() };
}

async function order(host, name, id, body) {
  const answer = await fetch(`${host.url}/order/${name}/${id}`, { method: "POST", body: JSON.stringify(body) });
  return answer.json();
}

/**
 * One row in one mode: what was reported of each phase, and the ledger. Whether a connection is used again is the engine's
 * to say, which on a busy machine may not have it back yet: a row about that is played until it was.
 */
export async function play(row, mode, host, engine) {
  for (let left = 10; ; left--) {
    const played = await playOnce(row, mode, host, engine);
    if (!row.keepAlive || played.ledger.reused > 0 || left === 0) return played;
  }
}

async function playOnce(row, mode, host, engine) {
  const id = crypto.randomUUID();
  const epoch = Date.now();
  const { faults = [], offline = [], generationMs, estimatedSeconds, callbackStatus, keepAlive } = row;
  const simulated = { faults, generationMs, estimatedSeconds, idempotency: mode };
  const options = { id, epoch, offline, callbackStatus, keepAlive, ...simulated };
  const { base } = await order(host, "new", id, options);
  const reports = [];
  let now = 0;
  for (const phase of (row.phases ?? [row]).keys()) {
    if (phase > 0) await engine.reload();
    const place = { host: host.url, refused: host.refused, id, epoch, now, phase, base };
    const report = await engine.runRow(row.name, place);
    if (report.thrown) throw new Error(report.thrown);
    reports.push(report);
    now = report.now + (row.gapMs ?? 0);
  }
  return { reports, ledger: await order(host, "ledger", id, {}) };
}

/** FAULTS_ONLY: words of a row's name; FAULTS_ROWS: names as JSON; FAULTS_MODE: one mode; FAULTS_RED: where to write what is red. */
const { FAULTS_ONLY, FAULTS_ROWS, FAULTS_RED } = process.env;
const names = FAULTS_ROWS && JSON.parse(FAULTS_ROWS);
const wanted = ({ name }) => (names ? names.includes(name) : name.includes(FAULTS_ONLY ?? ""));
const modes = process.env.FAULTS_MODE ? [process.env.FAULTS_MODE] : MODES;

/** Registers a test for every row and mode. `start(host)` answers { runRow, reload, stop }. */
export function runTable(name, start, pages) {
  let host;
  let engine;
  const red = [];
  const total = { rows: 0, tasks: 0, double: 0, lost: 0, risked: 0 };
  const began = performance.now();
  before(async () => {
    host = await startHost(pages);
    engine = await start(host);
  });
  after(async () => {
    await engine?.stop();
    host?.stop();
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    const { rows, tasks, double, lost, risked } = total;
    console.log(
      `faults in ${name}: ${rows} rows, ${tasks} tasks, ${double} double-billed, ${lost} lost, ${red.length} wrong`,
    );
    console.log(`  (${risked} billed twice where a re-send was asked for and the server ignores keys)  ${seconds} s`);
    if (FAULTS_RED) {
      writeFileSync(FAULTS_RED, JSON.stringify(red));
      // A client gone wrong may go on for ever.
      process.exit();
    }
  });
  for (const mode of modes) {
    for (const row of table) {
      if (!wanted(row)) continue;
      if (row.engines && !row.engines.includes(name)) continue;
      test(`${row.name} (keys: ${mode})`, { timeout: 320_000 }, async () => {
        red.push({ row: row.name, mode });
        const { reports, ledger } = await play(row, mode, host, engine);
        const sums = audit(reports, ledger, expectation(row, name, mode));
        for (const [sum, count] of Object.entries(sums)) total[sum] += count;
        total.rows += 1;
        total.tasks += ledger.tasks.length;
        const problems = checkRow(row, name, mode, reports, ledger);
        if (problems.length > 0)
          assert.fail(`${problems.join("\n")}\n${JSON.stringify(reports.at(-1).outcomes, null, 1)}`);
        red.pop();
      });
    }
  }
}
