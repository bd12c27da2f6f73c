import { readFileSync } from "node:fs";

const DIST = new URL("../../dist/", import.meta.url);

/** Where what "wanreel" imports with the first file is, however its code is spread over files. */
export function probingFiles() {
  const later = new Set();
  const seen = new Set();
  const read = (name) => {
    if (seen.has(name)) return;
    seen.add(name);
    const text = readFileSync(new URL(name, DIST), "utf8");
    for (const [, found] of text.matchAll(/import\("\.\/([^"]+)"\)/g)) later.add(found);
    for (const [, found] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) read(found);
  };
  read("index.js");
  const probes = (name) => /export \{[^}]*\bprobe\b/.test(readFileSync(new URL(name, DIST), "utf8"));
  return new Set([...later].filter(probes));
}
