/** What the form asks of each of its fields. */
import type { Issue } from "wanreel";

export interface Control {
  /** Where its issues point: "duration", "model_params.voice_bindings". */
  readonly path: string;
  readonly element: HTMLElement;
  /** What goes into the request; undefined: nothing does. */
  value(): unknown;
  /** undefined: back to the default. */
  set(value: unknown): void;
  /** Shows its issues; the rest of a path names what inside it is meant. */
  show(issues: Issue[]): void;
  /** Puts the caret where an issue is. */
  focus(): void;
}

/** Below which path a control's issues lie: "video_urls", 0 → "video_urls.0". */
export const join = (path: Issue["path"]) => path.join(".");
