// A program in TypeScript: what must compile, and what must not. Compiled by types.test.mjs, never run.
import type { Experimental_VideoModelV4 } from "@ai-sdk/provider";
import { experimental_generateVideo, experimental_getVideoStatus, experimental_startVideo } from "ai";
import { createWan, type WanProviderOptions } from "wanreel/ai-sdk";

const wan = createWan({ apiKey: "sk-of-nobody" });
export const model: Experimental_VideoModelV4 = wan.video("wan2.7-image-to-video");
export const same: Experimental_VideoModelV4 = wan.videoModel("wan2.7-text-to-video");

// @ts-expect-error: no such model
wan.video("wan2.7-image-to-vidoe");

export const frames = {
  image_start: "https://cdn.example.com/a.png",
  image_end: "https://cdn.example.com/b.png",
  generation_mode: "first_last_frame",
  submit: { user: "ada" },
} satisfies WanProviderOptions<"wan2.7-image-to-video">;

export const edit = { keep_original_sound: true, quality: "1080p" } satisfies WanProviderOptions<"wan2.7-video-edit">;
export const text = {
  negative_prompt: "fog",
  prompt_extend: true,
} satisfies WanProviderOptions<"wan2.7-text-to-video">;
export const reference = {
  image_urls: ["https://cdn.example.com/a.png"],
  model_params: { voice_bindings: { image1: "https://cdn.example.com/v.mp3" } },
} satisfies WanProviderOptions<"wan2.7-reference-video">;

/** With its type said, and everything in it, it is still what the AI SDK takes. */
declare const said: WanProviderOptions;
export const anything: NonNullable<Parameters<typeof experimental_generateVideo>[0]["providerOptions"]> = { wan: said };

export const misspelt = {
  // @ts-expect-error: negative_prompt
  negativePrompt: "fog",
} satisfies WanProviderOptions<"wan2.7-text-to-video">;

export const foreign = {
  // @ts-expect-error: a field of another model
  keep_original_sound: true,
} satisfies WanProviderOptions<"wan2.7-text-to-video">;

export async function make(): Promise<string | undefined> {
  const { video } = await experimental_generateVideo({
    model: wan.video("wan2.7-image-to-video"),
    prompt: "A lake",
    providerOptions: { wan: frames },
    download: wan.download,
    poll: { intervalMs: 5000 },
  });
  const { operation } = await experimental_startVideo({
    model: wan.video("wan2.7-text-to-video"),
    prompt: video.mediaType,
  });
  const status = await experimental_getVideoStatus(wan.video("wan2.7-text-to-video"), { operation });
  return status.status === "completed" && status.videos[0]?.type === "url" ? status.videos[0].url : undefined;
}
