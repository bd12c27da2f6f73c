// The least a page writes to make a video and show it, with each library; and each validator alone.
const SHOW = 'document.querySelector("video").src = ';

export const OURS = `import { estimateCost, WanClient } from "wanreel";
const request = { model: "wan2.7-text-to-video", prompt: "a lake", duration: 5 };
document.title = estimateCost(request).usd + " USD";
const task = await new WanClient({ baseUrl: "/api/wan" }).generate(request);
${SHOW}task.results[0];`;

const FAL = `import { fal } from "@fal-ai/client";
fal.config({ proxyUrl: "/api/fal" });
const { data } = await fal.subscribe("fal-ai/wan/v2.7/text-to-video", { input: { prompt: "a lake" } });
${SHOW}data.video.url;`;

const loop = (get, done) => `while (!${done}) {
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  ${get}
}`;

const sdk = (name, made) => `import { experimental_generateVideo as generateVideo } from "ai";
import { ${made} } from "${name}";
const { video } = await generateVideo({ model: ${made}({ apiKey: "k", baseURL: "/api" }).video("m"), prompt: "a lake" });
${SHOW}URL.createObjectURL(new Blob([video.uint8Array]));`;

const validator = (name) => `import { body, errors } from "./schemas/${name}.mjs";
globalThis.check = { body, errors };`;

/** Programs by what they are called in the table. */
export const PEER_PROGRAMS = {
  "fetch, in a loop": `const ask = async (path, init) => (await fetch("/api/wan" + path, init)).json();
const body = JSON.stringify({ model: "wan2.7-text-to-video", prompt: "a lake", duration: 5 });
let task = await ask("/v1/videos/generations", { method: "POST", headers: { "content-type": "application/json" }, body });
${loop('task = await ask("/v1/tasks/" + task.id);', 'task.status === "completed"')}
${SHOW}task.results[0];`,
  replicate: `import Replicate from "replicate";
const output = await new Replicate({ auth: "k", baseUrl: "/api" }).run("wan-video/wan-2.7-t2v", { input: { prompt: "a lake" } });
${SHOW}output;`,
  "@runwayml/sdk": `import RunwayML from "@runwayml/sdk";
const client = new RunwayML({ apiKey: "k", baseURL: "/api" });
const { output } = await client.textToVideo.create({ model: "veo3", promptText: "a lake", ratio: "1280:720" }).waitForTaskOutput();
${SHOW}output[0];`,
  "@fal-ai/client": FAL,
  "@fal-ai/client + valibot": `${FAL}\n${validator("valibot")}`,
  "@fal-ai/client + zod": `${FAL}\n${validator("zod")}`,
  openai: `import OpenAI from "openai";
const client = new OpenAI({ apiKey: "k", baseURL: location.origin + "/api", dangerouslyAllowBrowser: true });
let video = await client.videos.create({ model: "sora-2", prompt: "a lake" });
${loop("video = await client.videos.retrieve(video.id);", 'video.status === "completed"')}
${SHOW}URL.createObjectURL(await (await client.videos.downloadContent(video.id)).blob());`,
  "@google/genai": `import { GoogleGenAI } from "@google/genai";
const ai = new GoogleGenAI({ apiKey: "k" });
let operation = await ai.models.generateVideos({ model: "veo-3.1", prompt: "a lake" });
${loop("operation = await ai.operations.getVideosOperation({ operation });", "operation.done")}
${SHOW}operation.response.generatedVideos[0].video.uri;`,
  "ai + @ai-sdk/fal": sdk("@ai-sdk/fal", "createFal"),
  "ai + @ai-sdk/alibaba": sdk("@ai-sdk/alibaba", "createAlibaba"),
  "valibot, its schema alone": validator("valibot"),
  "zod/mini, its schema alone": validator("zod-mini"),
  "zod, its schema alone": validator("zod"),
  "ajv, its schema alone": validator("ajv"),
};
