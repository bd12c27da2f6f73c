/** The task that runs, kept over a reload: an id that is lost is a video that is paid for and never seen. */
import type { Cost, VideoRequest } from "wanreel";
import type { RunnerName } from "../runners/runner.js";

const KEY = "wanreel.job";
/** As long as a result lives. */
const DAY_MS = 24 * 3_600_000;

export interface JobRecord {
  taskId: string;
  runner: RunnerName;
  request: VideoRequest;
  startedAt: number;
  cost?: Cost | undefined;
}

/** As it may stand there: `door` is what earlier pages called the runner. */
type Stored = Omit<JobRecord, "runner"> & { runner?: RunnerName; door?: RunnerName };

export const memory = {
  keep(record: JobRecord): void {
    try {
      localStorage.setItem(KEY, JSON.stringify(record));
    } catch {
      // Without storage a reload forgets it; the task id is on the page.
    }
  },
  recall(): JobRecord | undefined {
    try {
      const record: Stored | null = JSON.parse(localStorage.getItem(KEY) ?? "null");
      if (!record || Date.now() - record.startedAt >= DAY_MS) return undefined;
      return { ...record, runner: record.runner ?? record.door ?? "browser" };
    } catch {
      return undefined;
    }
  },
  forget(): void {
    try {
      localStorage.removeItem(KEY);
    } catch {
      // Then there was nothing.
    }
  },
};
