/** What answers carry under `providerMetadata.wan`. */
import { WanError } from "../index.js";
import type { CompletedTask, Task } from "../types/client.js";
import type { Cost } from "../types/results.js";
import type { ByProvider, Json, VideoModelAnswer, VideoModelVideo } from "./types.js";

type Fields = { [name: string]: Json | undefined };

/** An answer of now, without the fields that are not known. */
export function answered(modelId: string, fields: Fields): VideoModelAnswer {
  const known = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const providerMetadata: ByProvider = { wan: known };
  return { response: { timestamp: new Date(), modelId, headers: undefined }, providerMetadata };
}

/** A task under way. */
export function running(task: Task): Fields {
  const { id, status, progress, estimatedSeconds, needsReview, deduplicated } = task;
  return { taskId: id, status, progress, estimatedSeconds, needsReview, deduplicated };
}

/** A finished task: in `videos`, which the AI SDK joins where `n` is more than 1. */
export function finished(task: CompletedTask, cost?: Cost): Fields {
  const { id, results, expiresAt } = task;
  const price = cost && { microUsd: cost.microUsd, exact: cost.exact };
  const about = { taskId: id, ...(expiresAt ? { expiresAt: expiresAt.toISOString() } : {}), ...price };
  return { status: task.status, progress: 100, videos: results.map((url) => ({ url, ...about })) };
}

/** Its videos as the AI SDK takes them. */
export function videosOf({ results }: CompletedTask): VideoModelVideo[] {
  return results.map((url) => ({ type: "url", url, mediaType: "video/mp4" }));
}

/** The words for a task that came to no video, and what a program branches on. */
export function failure(error: unknown): { message: string; fields: Fields } | undefined {
  if (!(error instanceof WanError)) return undefined;
  const { message, code, hint, taskId } = error;
  return { message: hint ? `${message} (${hint})` : message, fields: { taskId, code, hint } };
}
