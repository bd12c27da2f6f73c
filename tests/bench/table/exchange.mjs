// Submitting, polling and waiting beside a loop by hand, each in a process of its own.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../../../scripts/lib/steps.mjs";
import { nodes } from "./peers.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const program = join(here, "exchange.program.mjs");
const PACE = join(here, "pace.program.mjs");
const ask = async (node, ...args) => JSON.parse(await run(node, [program, ...args], { capture: true }));

/** Looks a task and lateness in milliseconds, by who looks. */
export const pace = async () => JSON.parse(await run(process.execPath, [PACE], { capture: true }));

/** Microseconds by Node, by what is done, and by whom. */
export async function exchanges(tell) {
  const figures = {};
  for (const [name, node] of Object.entries(nodes())) {
    tell(name);
    figures[name] = await ask(node, "exchange");
  }
  return figures;
}

const COUNTS = [10, 100, 1_000, 10_000];

/** Bytes of one that waits, and the delay of the event loop, by how many wait at once and by whom. */
export async function waits(tell) {
  const figures = {};
  for (const count of COUNTS) {
    tell(`${count} at once`);
    figures[count] = {};
    for (const who of ["wanreel", "hand"])
      figures[count][who] = await ask(process.execPath, "waits", who, String(count));
  }
  return figures;
}
