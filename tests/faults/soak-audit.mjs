// What came of a soak, beside the simulator's own ledger.

/** What is wrong, in words, and how many ended how. */
export function auditSoak({ outcomes, ledger, unhandled, sent }) {
  const problems = unhandled.map((reason) => `an unhandled rejection: ${reason?.stack ?? reason}`);
  const ends = {};
  const byTake = group(ledger, takeOf);
  const keys = new Set(ledger.map(({ idempotencyKey }) => idempotencyKey));
  let known = 0;
  for (const [index, { task, error }] of outcomes.entries()) {
    const name = task ? "completed" : error.name;
    ends[name] = (ends[name] ?? 0) + 1;
    const made = byTake.get(index) ?? [];
    if (made.length > 1) problems.push(`take ${index}: ${made.length} tasks for one request`);
    if (task) {
      if (made[0]?.id !== task.id || made[0].billedMicroUsd === 0)
        problems.push(`take ${index}: completed, but not in the ledger`);
      known += 1;
    } else if (name === "SubmissionUnknownError") {
      if (made.length > 0 && made[0].idempotencyKey !== error.idempotencyKey)
        problems.push(`take ${index}: not to be found by its key`);
      known += made.length;
    } else if (["RateLimitError", "ServerError", "NetworkError"].includes(name) && error.taskId === undefined) {
      if (made.length > 0 || keys.has(sent.get(error.fingerprint)))
        problems.push(`take ${index}: ${name}, and yet a task`);
    } else {
      problems.push(`take ${index}: ${name}: ${error.stack}`);
    }
  }
  const warm = byTake.get(Number.NaN)?.length ?? 0;
  const lost = ledger.length - warm - known;
  const double = [...byTake].filter(([, tasks]) => tasks.length > 1).length;
  if (lost !== 0) problems.push(`${lost} tasks that nobody knows of`);
  return { problems, ends, lost, double };
}

const takeOf = ({ request }) => Number(/^Take (\d+)/.exec(request.prompt)?.[1] ?? Number.NaN);

function group(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** The result in a few lines. */
export function describe(result, { ends, lost, double }) {
  const { requests, seconds, grown, waiting } = result;
  const each = (bytes) => `${(bytes / waiting / 1024).toFixed(2)} kB`;
  return [
    `${result.outcomes.length} tasks at once, ${requests} requests, ${seconds.toFixed(1)} s: ${JSON.stringify(ends)}`,
    `${double} double-billed, ${lost} lost, ${result.unhandled.length} unhandled rejections`,
    `while waiting, each of ${waiting} takes ${each(grown.heap)} of heap and ${each(grown.module)} of the module's memory`,
  ].join("\n");
}
