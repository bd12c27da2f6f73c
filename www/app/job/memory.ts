/** The task that runs, kept over a reload: an id that is lost is a video that is paid for and never seen. */
import type { Cost, VideoRequest } from "wanreel";
import type { DoorName } from "../doors/door.js";

const KEY = "wanreel.job";
/** As long as a result lives. */
const DAY_MS = 24 * 3_600_000;

export interface JobRecord {
  taskId: string;
  door: DoorName;
  request: VideoRequest;
  startedAt: number;
  cost?: Cost | undefined;
}

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
      const record: JobRecord | null = JSON.parse(localStorage.getItem(KEY) ?? "null");
      return record && Date.now() - record.startedAt < DAY_MS ? record : undefined;
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
