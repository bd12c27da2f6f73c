// What the page runs.
import { IndexedDbStore, MemoryStore, WebStorageStore } from "wanreel/stores";
import { runRow } from "../run-row.mjs";
import { find } from "../table.mjs";

const STORES = {
  memory: () => new MemoryStore(),
  durable: (name) => new IndexedDbStore(name),
  web: (name) => new WebStorageStore(localStorage, `${name}/`),
};

globalThis.run = (name, place) =>
  runRow(find(name), { ...place, page: true, store: (kind, id) => STORES[kind](id) }).catch((error) => ({
    thrown: error.stack,
  }));
