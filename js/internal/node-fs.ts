/**
 * Node's file system, where there is one. Not by import(): bundlers for browsers and Workers refuse to build a program
 * that names node: modules, even where it never gets there.
 */
export function fileSystem(): typeof import("node:fs/promises") {
  return builtin("node:fs/promises") as typeof import("node:fs/promises");
}

/** What the machine is called. */
export function hostName(): string {
  return (builtin("node:os") as typeof import("node:os")).hostname();
}

/** The process, where there is one. Never by its bare name: a bundler for pages looks for something to put in its place. */
export function thisProcess(): { pid: number; kill(pid: number, signal: number): void } {
  return (globalThis as unknown as { process: ReturnType<typeof thisProcess> }).process;
}

function builtin(name: string): unknown {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  const found = process?.getBuiltinModule?.(name);
  if (!found) throw new Error("there is no file system here: this needs Node 20.16 or newer, Deno or Bun");
  return found;
}
