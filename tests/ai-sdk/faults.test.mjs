// The rows of the faults table through generateVideo: ended as they do in the client, nothing paid twice, nothing lost.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { hasPart, withPart } from "../../scripts/lib/readme.mjs";
import { checkRow } from "../faults/check-row.mjs";
import { startHost } from "../faults/harness.mjs";
import { MODES } from "../faults/table.mjs";
import { play } from "./faults/play.mjs";
import { PROVIDERS } from "./faults/providers.mjs";
import { rows } from "./faults/rows.mjs";
import { COMMAND, readResults, table, verdictOf } from "./faults/verdict.mjs";

let host;
before(async () => {
  host = await startHost();
});
after(() => host.stop());

for (const mode of MODES) {
  test(`every row in one go ends as it should (keys: ${mode})`, { timeout: 300_000 }, async () => {
    for (const row of rows) {
      const { report, ledger } = await play(row, mode, host, PROVIDERS.wanreel);
      assert.deepEqual(checkRow(row, "node", mode, [report], ledger), [], row.name);
    }
  });
}

/** The AI SDK's own time-out, by the calendar; a day later no store remembers an unfinished task. */
const CALENDAR = "the clock jumps a day ahead in a wait";

test("every row with poll: nothing is paid twice, or lost", { timeout: 300_000 }, async () => {
  for (const row of rows) {
    const verdict = verdictOf(await play(row, "ignore", host, PROVIDERS["wanreel, poll"]));
    const allowed = row.name === CALENDAR ? ["lost"] : ["video", "named", "unpaid"];
    assert.ok(allowed.includes(verdict), `${row.name}: ${verdict}`);
  }
});

test("the README's table is that of the last run, over these rows", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const results = readResults();
  assert.ok(hasPart(readme, COMMAND));
  assert.equal(withPart(readme, COMMAND, table(results)), readme, `run ${COMMAND}`);
  for (const { verdicts } of results.providers) {
    assert.deepEqual(
      Object.keys(verdicts),
      rows.map(({ name }) => name),
      `run ${COMMAND}`,
    );
  }
});
