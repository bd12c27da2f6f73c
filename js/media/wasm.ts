/** The media module. */
import { glue, type Prober } from "../../pkg/media/media_bg.js";
import { WasmModule } from "../internal/wasm-module.js";
import type { MediaErrorCode } from "./error.js";
import type { MediaInfo, ProbeOptions } from "./types.js";

export type { Prober };

/** What a file is, or what a MediaError is made of. */
export type Answer =
  | MediaInfo
  | { code: MediaErrorCode; message: string; hint?: string; format?: string; foreign: boolean; cause?: unknown };

const module = /* @__PURE__ */ new WasmModule("media", glue);

/** Remembers where the module comes from. */
export function setSource(load: () => WebAssembly.Module): void {
  module.setSource(load);
}

/** A probe of a file of that many bytes, at hand. */
export function createProber(size: number): Prober {
  return new (module.functions().Prober)(size);
}

/** A probe of a file behind a URL, from its first request to its last. */
export function probeUrl(url: string, options: ProbeOptions, page: boolean): Promise<Answer> {
  const { fetch, signal, timeoutMs, allowPrivateHosts = false } = options;
  return module.functions().probe_url(url, fetch, signal, timeoutMs, allowPrivateHosts, page);
}
