/** What checking needs of "wanreel" itself; loaded only then. */
export type Core = Pick<typeof import("../index.js"), "models" | "validate">;

let load: (() => Promise<Core>) | undefined;

/** Tells where the core comes from; each entry does so once. */
export function setCore(loader: () => Promise<Core>): void {
  load = loader;
}

/** The core of the same runtime. */
export async function loadCore(): Promise<Core> {
  if (!load) throw new Error("wanreel/media: no entry gave the core");
  return load();
}
