// The package's other entries together: the simulator as a fetch, a store, and a probe of the video.
import { job } from "./job.mjs";

/** Throws what is wrong. Takes the exports of "wanreel/simulator", "wanreel/stores" and "wanreel/media" beside the client's. */
export async function subpaths({ createSimulator, MemoryStore, probe, ...wanreel }) {
  const { fetch } = createSimulator({ generationMs: 20 });
  const store = new MemoryStore();
  await job(wanreel, { fetch, store, apiKey: "sk-packaging" });
  const client = new wanreel.WanClient({ fetch, store, apiKey: "sk-packaging" });
}
