// The package's other entries: the simulator as a fetch, a store that remembers, and a probe of the video.
const PNG_2x3 = new Uint8Array([
  ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  ...[0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 2, 0, 0, 0, 3, 8, 6, 0, 0, 0],
]);

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
  // What a file is, a client knows by the prober, which it loads by itself.
  const small = { model: "wan2.7-image-to-video", prompt: "A lighthouse at dusk", image_start: new Blob([PNG_2x3]) };
  const refusal = await client.submit(small).catch((error) => error);
  client.free();
  if (!/2×3 px/.test(refusal.issues?.[0].message)) throw new Error(`a file was not looked into: ${refusal}`);
  if (`${kind} ${format}` !== "video mp4") throw new Error(`the probe found ${kind} ${format}`);
  const [[, record]] = await store.list();
  if (record.taskId !== task.id) throw new Error(`the store holds ${JSON.stringify(record)}`);
}
