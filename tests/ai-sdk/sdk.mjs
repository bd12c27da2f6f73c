// The AI SDK as a program imports it, and a provider against a simulator in process.
import { createWan } from "wanreel/ai-sdk";
import { createSimulator } from "wanreel/simulator";

export {
  experimental_generateVideo as generateVideo,
  experimental_getVideoStatus as getVideoStatus,
  experimental_startVideo as startVideo,
} from "../../.cache/ai-sdk/node_modules/ai/dist/index.js";

globalThis.AI_SDK_LOG_WARNINGS = false;

export const PROMPT = "A drone shot over a misty mountain lake at sunrise, slow camera push forward";
export const KEY = "sk-test-0123456789abcdef";

/** @returns {{ simulator, wan, model, posts: () => number, sent: () => object }} `sent`: the last request, as it was posted */
export function setUp(simulatorOptions = {}, clientOptions = {}) {
  const simulator = createSimulator({ generationMs: 40, ...simulatorOptions });
  const wan = createWan({
    apiKey: KEY,
    fetch: simulator.fetch,
    poll: { initialMs: 10, maxMs: 20 },
    retry: { initialMs: 5, maxMs: 50 },
    ...clientOptions,
  });
  const posts = () => simulator.log().filter(({ kind }) => kind === "submit").length;
  const sent = () => JSON.parse(simulator.log().findLast(({ kind }) => kind === "submit").body);
  const model = wan.video("wan2.7-text-to-video");
  return { simulator, wan, model, posts, sent };
}
