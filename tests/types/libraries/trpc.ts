// tRPC types the procedure's input, and the caller's argument, by schema().
import { type inferRouterInputs, initTRPC } from "@trpc/server";
import { buildRequest, type ModelId, schema, type TextToVideoRequest, type VideoRequest } from "wanreel";

const t = initTRPC.create();
const router = t.router({
  text: t.procedure.input(schema("wan2.7-text-to-video")).mutation(({ input }) => {
    const request: TextToVideoRequest = input;
    // @ts-expect-error: text-to-video takes no image
    input.image_start;
    return buildRequest(request).fingerprint;
  }),
  /** Which model is known only where it runs: any request. */
  any: t.procedure.input(schema(process.env.MODEL as ModelId)).query(({ input }): VideoRequest => input),
});

export type Input = inferRouterInputs<typeof router>["text"];
export const input: Input = { model: "wan2.7-text-to-video", prompt: "a lake" };
const caller = t.createCallerFactory(router)({});
export const fingerprint: string = await caller.text(input);
// @ts-expect-error: a prompt is needed
caller.text({ model: "wan2.7-text-to-video" });
// @ts-expect-error: a request to another model
caller.text({ model: "wan2.7-video-edit", prompt: "a lake", video_urls: ["https://cdn.example.com/a.mp4"] });
caller.any({ model: "wan2.7-video-edit", prompt: "a lake", video_urls: ["https://cdn.example.com/a.mp4"] });
