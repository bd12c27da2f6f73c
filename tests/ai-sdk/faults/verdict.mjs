// What a row did to the caller's money, in one word, and the table of it.
import { readFileSync } from "node:fs";
import { KEY } from "../../faults/world.mjs";
import { rows } from "./rows.mjs";

/** In the order in which they are looked for: a row is the first that holds. */
export const VERDICTS = {
  endless: "the call never ends",
  double: "paid twice or more for one video",
  lost: "paid, and told nowhere of which task",
  video: "the video, paid once",
  named: "an error that tells which task, or which key, may be paid",
  unpaid: "an error, nothing paid",
};

/** Of one row that was played. */
export function verdictOf({ report, ledger }) {
  if (JSON.stringify(report).includes(KEY)) throw new Error("the key is in what was told");
  const paid = ledger.tasks.filter(({ billedMicroUsd }) => billedMicroUsd > 0);
  const [outcome] = report.outcomes;
  if (outcome === undefined) return "endless";
  if (paid.length > 1) return "double";
  // Of what the call said, or what the provider itself remembers: it can be asked for.
  const text = JSON.stringify([report.outcomes, report.records]);
  const isKnown = ({ id, idempotencyKey }) => text.includes(id) || text.includes(idempotencyKey ?? id);
  const delivered = outcome.outcome === "completed" && outcome.bytes > 0;
  if (delivered) return "video";
  if (paid.some((task) => !isKnown(task))) return "lost";
  return paid.length > 0 ? "named" : "unpaid";
}

/** Where the figures of the last run are kept. */
export const RESULTS = new URL("results.json", import.meta.url);
export const COMMAND = "node tests/ai-sdk/faults/compare.mjs";

export const readResults = () => JSON.parse(readFileSync(RESULTS, "utf8"));

/** The README's table of a run. */
export function table({ providers }) {
  const titles = providers.map(({ title }) => title);
  const lines = Object.entries(VERDICTS).map(([verdict, words]) => {
    const counts = providers.map(({ verdicts }) => Object.values(verdicts).filter((each) => each === verdict).length);
    return [verdict, `| ${words} | ${counts.join(" | ")} |`];
  });
  // What one wants comes first.
  const order = ["video", "unpaid", "named", "lost", "double", "endless"];
  const sorted = order.map((verdict) => lines.find(([name]) => name === verdict)[1]);
  const head = [`| of ${rows.length} faults | ${titles.join(" | ")} |`, `| --- |${" ---: |".repeat(titles.length)}`];
  return [...head, ...sorted].join("\n");
}
