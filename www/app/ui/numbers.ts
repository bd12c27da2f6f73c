/** Numbers and names as people read them. */

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

/** "4.2 MB", and "20 MB" where it is even. */
export function megabytes(count: number): string {
  const size = count / 2 ** 20;
  return `${size >= 10 || Number.isInteger(size) ? Math.round(size) : size.toFixed(size < 0.1 ? 2 : 1)} MB`;
}

/** "12.4 s" */
export function seconds(length: number): string {
  return `${Number(length.toFixed(1))} s`;
}
