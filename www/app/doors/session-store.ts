/** Remembers which request became which task, over a reload: the same request is not paid for twice. */
import type { TaskRecord, TaskStore } from "wanreel";

const PREFIX = "wanreel.task.";

export class SessionStore implements TaskStore {
  async get(fingerprint: string): Promise<TaskRecord | undefined> {
    const text = sessionStorage.getItem(PREFIX + fingerprint);
    return text === null ? undefined : JSON.parse(text);
  }

  /** Atomic, since nothing else of a page runs between the two. */
  async claim(fingerprint: string, record: TaskRecord): Promise<TaskRecord | undefined> {
    const text = sessionStorage.getItem(PREFIX + fingerprint);
    if (text !== null) return JSON.parse(text);
    sessionStorage.setItem(PREFIX + fingerprint, JSON.stringify(record));
    return undefined;
  }

  async set(fingerprint: string, record: TaskRecord): Promise<void> {
    sessionStorage.setItem(PREFIX + fingerprint, JSON.stringify(record));
  }

  async delete(fingerprint: string): Promise<void> {
    sessionStorage.removeItem(PREFIX + fingerprint);
  }

  /** Drops the record of a task the API does not know. */
  forget(taskId: string): void {
    for (const key of Object.keys(sessionStorage)) {
      if (!key.startsWith(PREFIX)) continue;
      const record: TaskRecord = JSON.parse(sessionStorage.getItem(key) ?? "{}");
      if (record.taskId === taskId) sessionStorage.removeItem(key);
    }
  }
}
