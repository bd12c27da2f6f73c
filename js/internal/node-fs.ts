/**
 * Node's file system, where there is one. Not by import(): bundlers for browsers and Workers refuse to build a program
 * that names node: modules, even where it never gets there.
 */
export function fileSystem(): typeof import("node:fs/promises") {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  const files = process?.getBuiltinModule?.("node:fs/promises");
  if (!files) throw new Error("there is no file system here: this needs Node 20.16 or newer, Deno or Bun");
  return files as typeof import("node:fs/promises");
}
