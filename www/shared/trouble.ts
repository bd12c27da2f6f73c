/** An error as the page shows it; it survives the way through JSON. */
import { type Issue, ValidationError, WanError } from "wanreel";

export interface Trouble {
  name: string;
  message: string;
  code?: string;
  hint?: string;
  taskId?: string;
  status?: number;
  requestId?: string;
  idempotencyKey?: string;
  issues?: Issue[];
}

export function toTrouble(error: unknown): Trouble {
  if (error instanceof ValidationError) return { ...pick(error), issues: error.issues };
  if (error instanceof WanError) return pick(error);
  if (error instanceof Error) return { name: error.name, message: error.message };
  return { name: "Error", message: String(error) };
}

function pick(error: WanError): Trouble {
  const { name, message, code, hint, taskId, status, requestId, idempotencyKey } = error.toJSON() as unknown as Trouble;
  const trouble: Trouble = { name, message };
  // An absent field stays absent: the Worker's JSON would drop an undefined one.
  return Object.assign(trouble, JSON.parse(JSON.stringify({ code, hint, taskId, status, requestId, idempotencyKey })));
}
