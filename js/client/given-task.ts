/** A task as a caller hands it back: as it was, or after it went through JSON (a queue, a database, a page's storage). */
import { ConfigError } from "../errors/local.js";
import type { Task } from "../types/client.js";

/** A copy with its dates revived. @throws ConfigError that names the field that is wrong */
export function takeTask(given: unknown, what = "what is waited for must be a task, or a task id"): Task {
  const wrong = (found: string, hint = "pass what submit, generate or wait resolved to, or its id"): never => {
    throw new ConfigError(`${what}; ${found}`, hint);
  };
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    return wrong(`it is ${given === null ? "null" : Array.isArray(given) ? "an array" : typeof given}`);
  }
  const task = { ...given } as Record<string, unknown>;
  const field = (name: string, ok: boolean, allowed: string): void => {
    if (!ok) wrong(`its ${name} is ${shown(task[name])}, not ${allowed}`);
  };
  field("id", typeof task.id === "string" && !["", ".", ".."].includes(task.id), "a text that names it");
  task.status ??= "pending";
  task.progress ??= 0;
  task.results ??= [];
  task.raw ??= null;
  field("status", typeof task.status === "string", "a text");
  field("progress", typeof task.progress === "number", "a number");
  field("results", Array.isArray(task.results) && task.results.every(isLink), "an array of http or https URLs");
  for (const name of ["createdAt", "expiresAt"]) {
    if (task[name] === undefined || task[name] === null) delete task[name];
    else {
      const date = dateOf(task[name]);
      field(name, date !== undefined, "a date, or a date as JSON writes it");
      task[name] = date;
    }
  }
  for (const name of ["fingerprint", "model"]) {
    task[name] ??= undefined;
    if (task[name] === undefined) delete task[name];
    else field(name, typeof task[name] === "string", "a text");
  }
  return task as unknown as Task;
}

function isLink(value: unknown): boolean {
  return typeof value === "string" && /^https?:\/\//i.test(value);
}

/** Of another realm too; a number is milliseconds since 1970, as some stores keep dates. */
function dateOf(value: unknown): Date | undefined {
  const ms =
    typeof value === "number"
      ? value
      : typeof value === "string" && /^[+-]?\d{4,6}-\d\d-\d\dT/.test(value)
        ? Date.parse(value)
        : Object.prototype.toString.call(value) === "[object Date]"
          ? Number(value)
          : Number.NaN;
  return Math.abs(ms) <= 8.64e15 ? new Date(ms) : undefined;
}

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (Array.isArray(value)) return "an array with something else in it";
  if (Object.prototype.toString.call(value) === "[object Date]") return "a date that is none";
  return value === null || typeof value !== "object" ? String(value) : "an object";
}
