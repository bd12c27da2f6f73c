// What every consumer does with the package, wherever it runs: checks, prices, generates, and reads the video.
const REQUEST = {
  model: "wan2.7-text-to-video",
  prompt: "A lighthouse keeper climbs the stairs at dusk",
  duration: 10,
};

/** Takes the package's own exports; `baseUrl` is where the simulated API is. Answers what lib/answer.mjs expects. */
export async function job({ estimateCost, validate, WanClient }, { baseUrl, ...options }) {
  const { valid, issues } = validate({ ...REQUEST, model: "wan-2.7-text-to-video" });
  const { microUsd } = estimateCost(REQUEST);
  const client = new WanClient({ baseUrl, poll: { initialMs: 20, maxMs: 200 }, ...options });
  const task = await client.generate(REQUEST);
  const video = new Uint8Array(await (await client.download(task)).arrayBuffer());
  client.free();
  return {
    valid,
    hint: issues[0].hint,
    microUsd,
    status: task.status,
    video: String.fromCharCode(...video.subarray(4, 8)),
  };
}
