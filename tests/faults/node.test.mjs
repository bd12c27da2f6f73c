// The table in Node. A row that is reloaded runs its phases in processes of their own, each killed at its end.
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FileStore, MemoryStore } from "wanreel/stores";
import { runTable } from "./harness.mjs";
import { runRow } from "./run-row.mjs";
import { find } from "./table.mjs";

const [, , folder, task] = process.argv;

function storeOf(folder) {
  const memory = new MemoryStore();
  return (kind, name) => (kind === "durable" ? new FileStore(join(folder, name)) : memory);
}

function run(name, place, folder) {
  return runRow(find(name), { ...place, page: false, store: storeOf(folder) });
}

async function inProcess(name, place, folder) {
  const child = fork(new URL(import.meta.url), [folder, JSON.stringify({ name, place })]);
  const [report] = await once(child, "message");
  child.kill("SIGKILL");
  await once(child, "exit");
  return report;
}

if (task) {
  const { name, place } = JSON.parse(task);
  process.send(await run(name, place, folder).catch((error) => ({ thrown: error.stack })));
} else {
  runTable("node", () => {
    const folder = mkdtempSync(join(tmpdir(), "wanreel-faults-"));
    return {
      runRow: (name, place) => (find(name).phases ? inProcess(name, place, folder) : run(name, place, folder)),
      reload() {},
      stop: () => rmSync(folder, { recursive: true }),
    };
  });
}
