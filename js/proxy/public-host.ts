import { core } from "../internal/wasm.js";

/** Whether a host is one anybody may reach, in every spelling of it: src/url.rs has the rule. */
export function isPublic(hostname: string): boolean {
  return core().is_public_host(hostname);
}
