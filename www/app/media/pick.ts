/** Files as they come in: chosen, dropped, pasted. */
import type { MediaLimits } from "wanreel";

const TYPES: Record<string, string> = { jpeg: ".jpg,.jpeg", mov: ".mov" };

/** What a file dialogue offers. */
function acceptOf({ formats }: MediaLimits): string {
  return formats.map((format) => TYPES[format] ?? `.${format}`).join(",");
}

/** Opens the browser's dialogue. It must be called by a click. */
export function pickFiles(limits: MediaLimits, multiple: boolean, picked: (files: File[]) => void): void {
  const input = Object.assign(document.createElement("input"), { type: "file", accept: acceptOf(limits), multiple });
  input.addEventListener("change", () => picked([...(input.files ?? [])]));
  input.click();
}

export function filesOf(data: DataTransfer | null): File[] {
  return [...(data?.files ?? [])];
}

/** Whether something is dragged that could be a file: its name is told only when it is dropped. */
export const holdsFiles = (data: DataTransfer | null) => data?.types.includes("Files") ?? false;

/** "image", "video" or "audio", as the browser sees it; undefined where it does not know. */
export const kindOf = ({ type }: File) => /^(image|video|audio)\//.exec(type)?.[1];
