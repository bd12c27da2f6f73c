/**
 * Places to remember submissions in, each a TaskStore. What counts is `claim`: where it is atomic, two pages, Workers or
 * processes that ask for the same video at the same moment pay for one.
 *
 * | store | claim |
 * | --- | --- |
 * | MemoryStore | atomic, in one process |
 * | IndexedDbStore | atomic, over all tabs and workers of an origin |
 * | WebStorageStore | atomic, over all tabs: its records go to IndexedDB; without that, or in another area, within one page |
 * | DurableObjectStore | atomic, everywhere |
 * | FileStore | atomic, on one file system |
 * | KvStore | best effort: Workers KV has no put-if-absent, and is eventually consistent |
 *
 * And places to count in, each a LimitStore: MemoryLimits and DurableObjectLimits add all or none at once; KvLimits is best
 * effort, and gives nothing back.
 */

export type { TaskRecord, TaskStore } from "../types/client.js";
export { DurableObjectStore, TaskStoreObject } from "./durable-object.js";
export { FileStore } from "./file.js";
export { IndexedDbStore } from "./indexed-db.js";
export { KvStore } from "./kv.js";
export { MemoryStore } from "./memory.js";
export { WebStorageStore } from "./web-storage.js";
