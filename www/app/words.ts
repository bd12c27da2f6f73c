/** Numbers and names as people read them. */
import type { MediaLimits } from "wanreel";

/** Micro-dollars in dollars: cents, or more digits where a cent hides something. */
export function money(microUsd: number): string {
  const digits = microUsd % 10_000 === 0 ? 2 : microUsd % 1_000 === 0 ? 3 : 4;
  return `$${(microUsd / 1e6).toFixed(digits)}`;
}

export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "negative_prompt" → "Negative prompt". */
export function sentence(name: string): string {
  return capital(name.replaceAll(/[_-]+/g, " "));
}

/** The API's own id of a task, by which its account knows it; a proxy has signed it. */
export function shortId(taskId: string): string {
  return taskId.split(".")[0] ?? taskId;
}

export function bytes(count: number): string {
  return `${Math.round(count / 2 ** 20)} MB`;
}

/** "JPEG, PNG or WebP, 240 to 8000 px, up to 20 MB". */
export function limits({ formats, minSide, maxSide, minSeconds, maxSeconds, maxBytes }: MediaLimits): string {
  const names = formats.map((format) => (format === "webp" ? "WebP" : format.toUpperCase()));
  const last = names.pop();
  return [
    names.length > 0 ? `${names.join(", ")} or ${last}` : last,
    range(minSeconds, maxSeconds, "s"),
    range(minSide, maxSide, "px"),
    `up to ${bytes(maxBytes)}`,
  ]
    .filter(Boolean)
    .join(", ");
}

function range(min: number | undefined, max: number | undefined, unit: string): string {
  return min && max ? `${min} to ${max} ${unit}` : "";
}
