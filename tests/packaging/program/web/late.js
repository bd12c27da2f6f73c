import { subpaths } from "../subpaths.mjs";

/** Loads what a page has no use for at once, as chunks where a bundler makes some; answers options for the client. */
export async function late({ WanClient }) {
  const [{ probe }, { createSimulator }, { MemoryStore }] = await Promise.all([
    import("wanreel/media"),
    import("wanreel/simulator"),
    import("wanreel/stores"),
  ]);
  await subpaths({ createSimulator, MemoryStore, probe, WanClient });
  return { store: new MemoryStore() };
}
