// What Node runs where machines live in their stored texts. A row that is reloaded runs this as a process of its own.
import { join } from "node:path";
import { FileStore, MemoryStore } from "wanreel/stores";
import { runRow } from "../run-row.mjs";
import { find } from "../table.mjs";

export function run(name, place, folder) {
  const memory = new MemoryStore();
  const store = (kind, id) => (kind === "durable" ? new FileStore(join(folder, id)) : memory);
  return runRow(find(name), { ...place, page: false, store });
}

const [, , folder, task] = process.argv;
if (task && process.send) {
  const { name, place } = JSON.parse(task);
  process.send(await run(name, place, folder).catch((error) => ({ thrown: error.stack })));
}
