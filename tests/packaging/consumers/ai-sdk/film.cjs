// The same with require, which shares its errors with the client's own entry.
const { estimateCost, ValidationError, WanError } = require("wanreel");
const { createWan } = require("wanreel/ai-sdk");

const REQUEST = {
  model: "wan2.7-text-to-video",
  prompt: "A lighthouse keeper climbs the stairs at dusk",
  duration: 10,
};

async function main() {
  const { experimental_generateVideo: generateVideo } = await import("ai");
  const wan = createWan({ apiKey: "sk-packaging", baseUrl: process.env.API, poll: { initialMs: 20, maxMs: 200 } });
  const call = { model: wan.video(REQUEST.model), prompt: REQUEST.prompt, duration: REQUEST.duration };
  const refused = await generateVideo({ ...call, duration: 99 }).catch((error) => error);
  let hint;
  try {
    wan.video("wan-2.7-text-to-video");
  } catch (error) {
    hint = error instanceof WanError ? error.hint : String(error);
  }
  const { video, providerMetadata } = await generateVideo({
    ...call,
    poll: { intervalMs: 20 },
    download: wan.download,
  });
  const answer = {
    valid: !(refused instanceof ValidationError),
    hint,
    microUsd: estimateCost(REQUEST).microUsd,
    status: providerMetadata.wan.status,
    video: String.fromCharCode(...video.uint8Array.subarray(4, 8)),
  };
  console.log(`answer: ${JSON.stringify(answer)}`);
}

main();
