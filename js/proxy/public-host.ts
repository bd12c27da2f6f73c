import { core } from "../internal/wasm.js";
import type { Issue } from "../types/results.js";

/** Whether a host is one anybody may reach: the rule for callback hosts, which src/url.rs has in every spelling. */
export function isPublic(hostname: string): boolean {
  const request = { model: "wan2.7-text-to-video", prompt: "a", callback_url: `https://${hostname}/` };
  const issues: Issue[] = core().check(JSON.stringify(request), false, "") ?? [];
  return !issues.some(({ path }) => path[0] === "callback_url");
}
