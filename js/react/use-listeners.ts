/** Telling a component's own functions what happens to its job, once each, while it is shown. */
import { useEffect, useRef } from "react";
import type { CompletedTask, Task } from "../types/client.js";
import type { VideoJob } from "../video/job.js";
import type { VideoState } from "../video/reduce.js";

export interface VideoListeners {
  /** The task is known, or was looked at. */
  onProgress?(task: Task): void;
  onResult?(task: CompletedTask): void;
  onError?(error: Error): void;
}

/** What is new, as a call of whoever asks for it by then. */
function newsOf(before: VideoState, now: VideoState): ((to: VideoListeners) => void) | undefined {
  const { status, task, error } = now;
  if (status === "completed")
    return before.status === status ? undefined : (to) => to.onResult?.(task as CompletedTask);
  if (error) return error === before.error ? undefined : (to) => to.onError?.(error);
  return task && task !== before.task ? (to) => to.onProgress?.(task) : undefined;
}

/**
 * Those of the last render are called, and none once it is gone: what they close over is never old. What happened while it was
 * hidden, as a submit that failed, is told when it is shown again.
 */
export function useListeners(job: VideoJob, { onProgress, onResult, onError }: VideoListeners): void {
  const latest = useRef<VideoListeners>({});
  const seen = useRef(job.state());
  useEffect(() => {
    latest.current = { ...(onProgress && { onProgress }), ...(onResult && { onResult }), ...(onError && { onError }) };
    return () => {
      latest.current = {};
    };
  });
  useEffect(() => {
    const look = () => {
      const now = job.state();
      const tell = newsOf(seen.current, now);
      seen.current = now;
      // By itself: what it throws is the page's error, and not the job's.
      if (tell) queueMicrotask(() => tell(latest.current));
    };
    look();
    return job.subscribe(look);
  }, [job]);
}
