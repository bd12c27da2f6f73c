// The hook and its provider, by every declaration of ours and of React's.
import { createElement, type ReactNode } from "react";
import { type TextToVideoRequest, WanClient } from "wanreel";
import { IDLE, reduce, useVideo, type VideoState, type VideoStatus, WanProvider } from "wanreel/react";

export function Studio({ prompt }: { prompt: string }): ReactNode {
  const request: TextToVideoRequest = { model: "wan2.7-text-to-video", prompt };
  const { generate, status, price, issues, error, action, history, resume, stop } = useVideo({ request });
  const usd: number | undefined = price?.usd;
  const known: VideoStatus = status;
  // @ts-expect-error: no such status
  if (status === "done") stop();
  // @ts-expect-error: no field of the model
  generate({ model: "wan2.7-text-to-video", prompt, image_start: "https://cdn.example.com/a.png" });
  generate(request, { user: "ada", dedupe: false });
  for (const one of history) resume(one);
  return createElement(
    "button",
    { type: "button", onClick: () => generate() },
    known,
    usd,
    issues[0]?.hint,
    error?.message,
    action,
  );
}

export const shared = createElement(WanProvider, { client: new WanClient({ baseUrl: "/api/wan" }) });
export const made = createElement(WanProvider, { options: { baseUrl: "/api/wan" } });
export const stopped: VideoState = reduce(IDLE, { type: "stop" });
// @ts-expect-error: no such event
reduce(IDLE, { type: "start" });
