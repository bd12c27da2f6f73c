// Holds an answer against what a vector expects, by the rules of tests/vectors/README.md.
import { same, shown } from "./assert.mjs";

/** Each of `wanted` once in `found`, and nothing else. */
function* listed(name, wanted, found, alike) {
  const rest = [...(found ?? [])];
  for (const one of wanted) {
    const at = rest.findIndex((candidate) => alike(one, candidate));
    if (at < 0) yield `${name} lack ${shown(one)}`;
    else rest.splice(at, 1);
  }
  for (const surplus of rest) yield `${name} also have ${shown(surplus)}`;
}

function* issues(wanted, found, errorsOnly) {
  const alike = (one, issue) =>
    one.severity === issue.severity &&
    [one.code].flat().includes(issue.code) &&
    same(issue.path, one.path) &&
    (one.hintIncludes === undefined || issue.hint?.includes(one.hintIncludes));
  for (const issue of found ?? []) if (!issue.message) yield `an issue has no message: ${shown(issue)}`;
  const kept = errorsOnly ? found?.filter((issue) => issue.severity === "error") : found;
  yield* listed("issues", wanted, kept, alike);
}

const changeAlike = (one, change) => same(change.path, one.path) && one.kind === change.kind && Boolean(change.reason);

/** What is compared otherwise than by value. */
const MEMBERS = {
  issues: (wanted, found, expect) => issues(wanted, found.issues, expect.warnings === "any"),
  warnings: (wanted, found) => (wanted === "any" ? [] : issues(wanted, found.warnings, false)),
  rows: (wanted, found) => listed("rows", wanted, found.rows, (one, row) => same(row, one)),
  changes: (wanted, found) => listed("changes", wanted, found.changes, changeAlike),
  absent: (wanted, found) =>
    wanted
      .filter((name) => found[name] !== undefined || found[`${name}Ms`] !== undefined)
      .map((name) => `${name} is there`),
  starts: (wanted, { delays }) => (same(delays.slice(0, wanted.length), wanted) ? [] : [`the delays are ${delays}`]),
  count: (wanted, { delays }) => number("count", wanted, delays.length),
  last: (wanted, { delays }) => number("last", wanted, delays.at(-1)),
  sumMs: (wanted, { delays }) =>
    number(
      "sumMs",
      wanted,
      delays.reduce((sum, delay) => sum + delay, 0),
    ),
  // Told to no caller; the fingerprint is its hash.
  canonical: () => [],
};

const number = (name, wanted, found) => (wanted === found ? [] : [`${name} is ${found}`]);

/** What differs, in words; nothing where the answer is as expected. */
export function differences(expect, found) {
  if (found.throws !== undefined && expect.throws === undefined) return [`it throws ${found.throws}: ${found.message}`];
  return Object.entries(expect).flatMap(([name, wanted]) => {
    if (Object.hasOwn(MEMBERS, name)) return [...MEMBERS[name](wanted, found, expect)];
    return same(found[name], wanted) ? [] : [`${name} is ${shown(found[name])}`];
  });
}
