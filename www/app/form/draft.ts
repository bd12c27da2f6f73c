/** What is typed, kept over a reload of this tab; sent or not. */
import type { VideoRequest } from "wanreel";

const KEY = "wanreel.draft";

export function keepDraft(request: VideoRequest): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(request));
  } catch {
    // Without storage a reload begins with an empty form.
  }
}

export function recallDraft(): VideoRequest | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}
