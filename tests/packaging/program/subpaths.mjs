// The package's other entries: the simulator as a fetch, a store that remembers, and a probe of the video.

/** Takes exports of "wanreel", "wanreel/simulator", "wanreel/stores" and "wanreel/media"; throws what is wrong. */
export async function subpaths({ createSimulator, MemoryStore, probe, WanClient }) {
  const { fetch } = createSimulator({ generationMs: 20 });
  const store = new MemoryStore();
  // The key of a simulator may stand in a page, or in what a test runner makes of one.
  const options = { apiKey: "sk-simulated", dangerouslyAllowBrowser: true, poll: { initialMs: 10, maxMs: 50 } };
  const client = new WanClient({ ...options, fetch, store });
  const task = await client.generate({ model: "wan2.7-text-to-video", prompt: "A lighthouse at dusk", duration: 5 });
  const video = await client.download(task);
  const { kind, format } = await probe(await video.arrayBuffer());
  client.free();
  if (`${kind} ${format}` !== "video mp4") throw new Error(`the probe found ${kind} ${format}`);
  const [[, record]] = await store.list();
  if (record.taskId !== task.id) throw new Error(`the store holds ${JSON.stringify(record)}`);
}
