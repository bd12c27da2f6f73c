/** A way to run a job: in the page itself, or in the Worker. */
import type { Task } from "wanreel";
import type { Tell } from "../../shared/job.js";
import type { Order } from "../../shared/news.js";

export interface JobRunner {
  /** Submits and waits; resolves when there is nothing more to tell. */
  order(order: Order, tell: Tell, signal: AbortSignal): Promise<void>;
  /** Waits for a task that was submitted before. */
  resume(taskId: string, tell: Tell, signal: AbortSignal): Promise<void>;
  /** The whole video, to keep. */
  download(task: Task): Promise<Blob>;
  /** A task of a fingerprint is not to be found any more. */
  forget(taskId: string): Promise<void>;
}

/** The body, or what its stream ended with: `response.blob()` says "Failed to fetch" in Chromium, whatever that was. */
export async function blobOf({ body, headers }: Response): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const reader = body?.getReader();
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) parts.push(read.value);
  return new Blob(parts, { type: headers.get("content-type") ?? "" });
}

export type RunnerName = "browser" | "edge";
