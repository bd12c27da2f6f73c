// The suite in an engine that is not this process: each result is posted as it comes, so that what ended before a crash
// is known.
import { runSuite } from "./index.mjs";

export async function runRemote(engine) {
  const report = async (result) => {
    await (await fetch(`${engine.origin}/report`, { method: "POST", body: JSON.stringify(result) })).text();
  };
  await runSuite(engine, report);
}

/** Prints a value where the runner reads along. */
export function print(value) {
  console.log(value);
  return "";
}
