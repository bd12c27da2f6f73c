// A program in TypeScript that uses every entry, compiled and run as modules of each kind.
import { estimateCost, jsonSchema, schema, type Task, type VideoRequest, validate, WanClient } from "wanreel";
import { probe } from "wanreel/media";
import { createProxy, type LimitStore, MemoryLimits } from "wanreel/proxy";
import { createSimulator } from "wanreel/simulator";
import { init } from "wanreel/slim";
import { MemoryStore } from "wanreel/stores";

declare const process: { env: Record<string, string | undefined> };

const request: VideoRequest = {
  model: "wan2.7-text-to-video",
  prompt: "A lighthouse keeper climbs the stairs at dusk",
  duration: 10,
};
// @ts-expect-error: no such field of this model
export const wrong: VideoRequest = { model: "wan2.7-text-to-video", prompt: "a lake", image_start: "a" };
export const rules = [schema(request.model), jsonSchema("wan2.7-video-edit"), probe, init];

const limits: LimitStore = new MemoryLimits();
export const proxy = createProxy({ apiKey: "sk-anything", authorize: async () => ({ user: "ada" }), limits });

async function film(options: ConstructorParameters<typeof WanClient>[0]): Promise<[Task, string]> {
  const client = new WanClient({ store: new MemoryStore(), poll: { initialMs: 20, maxMs: 200 }, ...options });
  const task = await client.generate(request);
  const video = new Uint8Array(await (await client.download(task)).arrayBuffer());
  return [task, String.fromCharCode(...video.subarray(4, 8))];
}

async function main(): Promise<void> {
  const { valid, issues } = validate({ ...request, model: "wan-2.7-text-to-video" });
  await film({ apiKey: "sk-anything", fetch: createSimulator({ generationMs: 50 }).fetch });
  const [{ status }, video] = await film({ baseUrl: process.env.API ?? "" });
  const answer = { valid, hint: issues[0]?.hint, microUsd: estimateCost(request).microUsd, status, video };
  console.log(`answer: ${JSON.stringify(answer)}`);
}

main();
