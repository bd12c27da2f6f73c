// Whether a row ended in its one right outcome, and what the simulator's own ledger says.
import { KEY } from "./world.mjs";

const BOUNDS = (expected) => (Array.isArray(expected) ? expected : [expected, expected]);

function between(problems, what, exact, expected) {
  const [least, most] = BOUNDS(expected);
  // Sums of milliseconds are off by a hair.
  const found = Math.round(exact * 1000) / 1000;
  if (found < least || found > most)
    problems.push(`${what}: ${found}, not ${least === most ? least : `${least} to ${most}`}`);
}

function same(problems, what, found, expected) {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
  if (a !== b) problems.push(`${what}: ${a}, not ${b}`);
}

/** Engines that are another one with something added: what is expected there is expected here. */
const BASES = { restored: "node" };

/** The row's expectation in this engine and mode. */
export function expectation({ expect }, engine, mode) {
  const of = (name) => ({ ...expect[name], ...expect[name]?.[mode] });
  return { ...expect, ...expect[mode], ...of(BASES[engine]), ...of(engine) };
}

/**
 * Which tasks were paid for beyond what was wanted, and which nobody knows of. A task is known where its id was
 * returned, stands in an error or in the store, or where its idempotency key belongs to an outcome said to be unknown.
 */
export function audit(reports, ledger, expect) {
  const text = JSON.stringify(reports.map(({ outcomes, records }) => [outcomes, records]));
  const unknown = new Set();
  for (const { outcomes, records = [] } of reports) {
    for (const outcome of outcomes)
      if (outcome?.outcome === "SubmissionUnknownError") unknown.add(outcome.idempotencyKey);
    // A claim left behind is as good: whoever meets it is told that the outcome is unknown.
    for (const record of records) if (record.state !== "submitted") unknown.add(record.idempotencyKey);
  }
  const billed = ledger.tasks.filter(({ billedMicroUsd }) => billedMicroUsd > 0);
  const { intents = 1, risk = false } = expect;
  const double = Math.max(0, billed.length - intents);
  const lost = ledger.tasks.filter((task) => !text.includes(task.id) && !unknown.has(task.idempotencyKey)).length;
  return risk ? { double: 0, lost: 0, risked: double } : { double, lost, risked: 0 };
}

/** What is wrong, in words; nothing where all is as it should be. */
export function checkRow(row, engine, mode, reports, ledger) {
  const expect = expectation(row, engine, mode);
  const problems = [];
  const last = reports.at(-1);
  const sent = reports.flatMap((report) => report.sent);
  const outcomes = last.outcomes;
  const end = outcomes.at(-1) ?? {};
  same(
    problems,
    "outcomes",
    outcomes.map(({ outcome }) => outcome),
    expect.outcomes ?? [expect.outcome],
  );
  if (!expect.outcomes && "code" in expect) same(problems, "code", end.code, expect.code);
  if (expect.lastCode) same(problems, "code", end.code, expect.lastCode);
  if (!expect.outcomes && expect.taskId !== undefined) same(problems, "taskId", Boolean(end.taskId), expect.taskId);
  const posts = sent.filter(({ kind }) => kind === "post");
  const polls = sent.filter(({ kind }) => kind === "poll");
  between(problems, "POSTs", posts.length, expect.posts);
  between(problems, "polls", polls.length, expect.polls);
  between(problems, "tasks", ledger.tasks.length, expect.tasks);
  between(problems, "billed", ledger.tasks.filter(({ billedMicroUsd }) => billedMicroUsd > 0).length, expect.billed);
  for (const record of last.records) same(problems, "record", record.state, expect.record);
  if (last.records.length === 0) same(problems, "record", "none", expect.record);
  timing(problems, expect, posts, polls, end);
  if (expect.deduplicated)
    same(
      problems,
      "deduplicated",
      outcomes.map(({ deduplicated }) => deduplicated),
      expect.deduplicated,
    );
  if (expect.retryAfterMs) same(problems, "retryAfterMs", end.retryAfterMs, expect.retryAfterMs);
  if (expect.review && !last.events.some(({ type }) => type === "review")) problems.push("not marked for review");
  for (const type of expect.events ?? []) {
    if (!last.events.some((event) => event.type === type)) problems.push(`no event ${type}`);
  }
  keys(problems, expect, posts);
  always(problems, reports, ledger);
  const { double, lost } = audit(reports, ledger, expect);
  if (double > 0) problems.push(`${double} billed twice`);
  if (lost > 0) problems.push(`${lost} lost: a task that nobody knows of`);
  return problems;
}

function timing(problems, expect, posts, polls, { elapsedMs }) {
  if (expect.elapsedMs) between(problems, "elapsed ms", elapsedMs, expect.elapsedMs);
  if (expect.gapMs) between(problems, "ms between the first two POSTs", posts[1]?.at - posts[0]?.at, expect.gapMs);
  if (expect.pollGapMs)
    between(problems, "ms between the first two polls", polls[1]?.at - polls[0]?.at, expect.pollGapMs);
}

function keys(problems, { sameKey, intents = 1 }, posts) {
  const distinct = new Set(posts.map(({ key }) => key));
  if (posts.some(({ key }) => !/^[A-Za-z0-9._-]{16,96}$/.test(key ?? "")))
    problems.push("a POST without an Idempotency-Key");
  if (sameKey && distinct.size !== 1) problems.push(`${distinct.size} idempotency keys for one paid intent`);
  if (typeof sameKey === "string" && !distinct.has(sameKey))
    problems.push(`not the caller's own key: ${[...distinct]}`);
  if (distinct.size < Math.min(intents, posts.length)) problems.push("one idempotency key for two paid intents");
}

/** What must hold of every row. */
function always(problems, reports, ledger) {
  for (const { unhandled, timers = 0, late = 0, sent } of reports) {
    for (const reason of unhandled) problems.push(`an unhandled rejection: ${reason}`);
    if (timers > 0) problems.push(`${timers} timers left at the end`);
    if (late > 0) problems.push(`${late} requests after the end`);
    for (const { kind, authorized } of sent) {
      if (authorized !== ["post", "poll", "credits"].includes(kind))
        problems.push(`a ${kind} ${authorized ? "with" : "without"} the key`);
    }
  }
  if (ledger.followed > 0) problems.push(`${ledger.followed} redirects followed`);
  if (JSON.stringify(reports).includes(KEY)) problems.push("the key is in what was told");
}
