/** The job in the page: its own client, through a route of its own origin that adds the key. */
import { type CompletedTask, WanClient } from "wanreel";
import { run, type Studio } from "../../shared/job.js";
import { PACES, type Pace } from "../../shared/pace.js";
import type { Door } from "./door.js";
import { SessionStore } from "./session-store.js";

export function browserDoor(pace: Pace): Door {
  const store = new SessionStore();
  const studio: Studio = (onEvent) => new WanClient({ baseUrl: "/api/wan", poll: PACES[pace], store, onEvent });
  return {
    order: (order, tell, signal) => run.order(studio, order, tell, signal),
    resume: (taskId, tell, signal) => run.resume(studio, taskId, tell, signal),
    async source(task) {
      return task.results[0] ?? "";
    },
    async download(task) {
      const response = await studio(() => {}).download(task as CompletedTask);
      return response.blob();
    },
    forget: (taskId) => store.forget(taskId),
  };
}
