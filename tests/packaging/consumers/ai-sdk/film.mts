// The job of all consumers, through the AI SDK.
import { experimental_generateVideo as generateVideo } from "ai";
import { estimateCost, ValidationError } from "wanreel";
import { createWan, type WanProviderOptions } from "wanreel/ai-sdk";

const wan = createWan({ apiKey: "sk-packaging", baseUrl: process.env.API ?? "", poll: { initialMs: 20, maxMs: 200 } });
const prompt = "A lighthouse keeper climbs the stairs at dusk";
const duration = 10;

const misspelt = () => wan.video("wan-2.7-text-to-video" as "wan2.7-text-to-video");
const model = wan.video("wan2.7-text-to-video");

function hintOf(make: () => unknown): string | undefined {
  try {
    make();
  } catch (error) {
    return (error as { hint?: string }).hint;
  }
  return undefined;
}

async function isValid(wanOptions: WanProviderOptions<"wan2.7-text-to-video">): Promise<boolean> {
  try {
    await generateVideo({ model, prompt, duration: 99, providerOptions: { wan: wanOptions } });
    return true;
  } catch (error) {
    if (error instanceof ValidationError) return false;
    throw error;
  }
}

const { video, providerMetadata } = await generateVideo({ model, prompt, duration, download: wan.download });
const { status } = providerMetadata.wan as { status: string };
const answer = {
  valid: await isValid({ negative_prompt: "fog" }),
  hint: hintOf(misspelt),
  microUsd: estimateCost({ model: "wan2.7-text-to-video", prompt, duration }).microUsd,
  status,
  video: String.fromCharCode(...video.uint8Array.subarray(4, 8)),
};
console.log(`answer: ${JSON.stringify(answer)}`);
