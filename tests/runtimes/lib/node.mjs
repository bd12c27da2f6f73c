// Runs the suite in this very process.
import { test } from "node:test";
import { runSuite } from "../suite/index.mjs";
import { openHarness } from "./harness.mjs";
import { Record, show } from "./report.mjs";

/** A test of that name with a subtest a case; `open` answers the modules to test. */
export function testNode(name, open) {
  test(name, { timeout: 900_000 }, async (t) => {
    delete process.env.EVOLINK_API_KEY;
    const record = new Record();
    process.on("unhandledRejection", record.uncaught);
    const harness = await openHarness();
    t.after(() => harness.close());
    const { wanreel, simulator } = await open(harness);
    await record.watch(runSuite({ wanreel, simulator, origin: harness.origin, page: false, show }, record.hear));
    await record.tell(t);
  });
}
