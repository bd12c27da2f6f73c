// Who is asked for a video: each answers the arguments of generateVideo, and the client's own books where it keeps some.
import { readFileSync } from "node:fs";
import { createWan } from "wanreel/ai-sdk";
import { MemoryStore } from "wanreel/stores";
import { createAlibaba } from "../../../.cache/ai-sdk/node_modules/@ai-sdk/alibaba/dist/index.js";
import { createFal } from "../../../.cache/ai-sdk/node_modules/@ai-sdk/fal/dist/index.js";
import { at } from "../../../scripts/lib/steps.mjs";
import { KEY } from "../../faults/world.mjs";
import { speaking } from "./servers.mjs";

const versionOf = (name) =>
  JSON.parse(readFileSync(at(".cache", "ai-sdk", "node_modules", name, "package.json"), "utf8")).version;

/** As the AI SDK's own, which fetches from no address of this machine. */
async function download({ url, abortSignal }) {
  const answer = await globalThis.fetch(url, { signal: abortSignal });
  if (!answer.ok) throw new Error(`download of ${url}: ${answer.status}`);
  return {
    data: new Uint8Array(await answer.arrayBuffer()),
    mediaType: answer.headers.get("content-type") ?? undefined,
  };
}

function ours(options) {
  return ({ base, watch, onEvent }) => {
    const store = new MemoryStore();
    const wan = createWan({ apiKey: KEY, baseUrl: base, store: watch(store), onEvent });
    return { call: { model: wan.video("wan2.7-text-to-video"), download: wan.download, ...options }, store };
  };
}

export const PROVIDERS = {
  wanreel: { title: "wanreel/ai-sdk", open: ours({}) },
  "wanreel, poll": { title: "wanreel/ai-sdk, with `poll`", open: ours({ poll: {} }) },
  alibaba: {
    title: `@ai-sdk/alibaba ${versionOf("@ai-sdk/alibaba")}`,
    open: ({ base }) => {
      const provider = createAlibaba({ apiKey: KEY, fetch: speaking("dashScope", base, KEY) });
      return { call: { model: provider.video("wan2.7-t2v"), download } };
    },
  },
  fal: {
    title: `@ai-sdk/fal ${versionOf("@ai-sdk/fal")}`,
    open: ({ base }) => {
      const provider = createFal({ apiKey: KEY, fetch: speaking("falQueue", base, KEY) });
      return { call: { model: provider.video("wan/v2.7/text-to-video"), download } };
    },
  },
};
