/** What files are, by their headers: read once a file, by a module that is loaded with the first. */

import { useEffect, useMemo, useState } from "preact/hooks";
import type { MediaFact, MediaFacts } from "wanreel";
import type { Request } from "../request/values.js";

const known = new Map<File, MediaFact>();
const reading = new Set<File>();
/** Each is called when something more is known. */
const listeners = new Set<() => void>();

async function read(file: File): Promise<void> {
  reading.add(file);
  const { probe } = await import("wanreel/media");
  // What cannot be read is found by its size alone; the client says more when it is sent.
  known.set(file, await probe(file).catch(() => ({ bytes: file.size })));
  for (const listener of listeners) listener();
}

/** The files of a request, by where they are: "image_start", "video_urls.0". */
export function filesIn(value: unknown, path = ""): [path: string, file: File][] {
  if (value instanceof File) return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => filesIn(each, path === "" ? name : `${path}.${name}`));
}

export interface Facts {
  /** As `validate` and `estimateCost` take them. */
  inputs: MediaFacts;
  factOf(file: File): MediaFact | undefined;
}

/** What is known of a request's files; more once they are read. */
export function useFacts(request: Request): Facts {
  const [reads, setReads] = useState(0);
  const files = useMemo(() => filesIn(request), [request]);
  useEffect(() => {
    const listener = () => setReads((count) => count + 1);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  useEffect(() => {
    for (const [, file] of files) if (!reading.has(file)) read(file).catch(console.error);
  }, [files]);
  return useMemo(() => {
    const inputs = Object.fromEntries(
      files.flatMap(([path, file]): [string, MediaFact][] => {
        const fact = known.get(file);
        return fact ? [[path, fact]] : [];
      }),
    );
    return { inputs: reads < 0 ? {} : inputs, factOf: (file) => known.get(file) };
  }, [files, reads]);
}
