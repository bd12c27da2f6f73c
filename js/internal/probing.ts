/** What is used of "wanreel/media", which is loaded only when there is something to look at. */
import type { MediaFact } from "../types/results.js";

export interface ProbeOptions {
  signal?: AbortSignal;
  fetch?: (url: string, init?: RequestInit) => Promise<Response>;
  timeoutMs?: number;
}

export interface Probing {
  probe(file: Blob | string, options: ProbeOptions): Promise<MediaFact>;
}

let load: (() => Promise<Probing>) | undefined;

/** Tells where the probing comes from; each entry with a client or a proxy does so once. */
export function setProbing(loader: () => Promise<Probing>): void {
  load = loader;
}

/** Undefined where an entry has none. */
export function probing(): Promise<Probing> | undefined {
  return load?.();
}
