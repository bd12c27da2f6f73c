/** A link that holds a request: behind the #, so that no server sees it. */
import type { VideoRequest } from "wanreel";
import type { Request } from "../request/values.js";

const NAME = "request";

export function linkTo(request: VideoRequest): string {
  const url = new URL(location.href);
  url.hash = new URLSearchParams({ [NAME]: JSON.stringify(request) }).toString();
  return url.href;
}

/** The request of the page's own address; undefined where it has none, or something else. */
export function linkedRequest(): Request | undefined {
  try {
    const text = new URLSearchParams(location.hash.slice(1)).get(NAME);
    const request = JSON.parse(text ?? "null");
    return typeof request === "object" && typeof request?.model === "string" ? request : undefined;
  } catch {
    return undefined;
  }
}
