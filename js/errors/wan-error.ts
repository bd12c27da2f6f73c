/** What every error of this package is. */
export interface WanErrorFields {
  code: string;
  /** What to do. */
  hint?: string | undefined;
  /** The task it is about, once there is one. */
  taskId?: string | undefined;
  /** What was thrown underneath, kept whole. */
  cause?: unknown;
}

/** The base of all errors: `code` to branch on, `message` to read, `hint` to act on. */
export class WanError extends Error {
  /** Stable, for programs. */
  declare readonly code: string;
  /** What to do. */
  declare readonly hint?: string;
  /** The task it is about, once there is one: `client.wait(taskId)` resumes it. */
  declare taskId?: string;

  constructor(message: string, fields: WanErrorFields) {
    super(message, fields.cause === undefined ? undefined : { cause: fields.cause });
    this.code = fields.code;
    if (fields.hint !== undefined) this.hint = fields.hint;
    if (fields.taskId !== undefined) this.taskId = fields.taskId;
  }

  /** Everything but cause, stack and answer body; holds no secret. */
  toJSON(): Record<string, unknown> {
    const { cause, stack, body, task, ...fields } = this as Record<string, unknown>;
    const about = task as { id?: unknown; status?: unknown } | undefined;
    return {
      name: this.name,
      message: this.message,
      ...fields,
      ...(about ? { task: { id: about.id, status: about.status } } : {}),
    };
  }
}
named(WanError, "WanError");

/** Names a class and its errors, since minifiers rename classes: `error.name` is for programs, consoles show the class. */
export function named(errorClass: { prototype: Error }, name: string): void {
  const property = { value: name, configurable: true, writable: true };
  Object.defineProperty(errorClass.prototype, "name", property);
  Object.defineProperty(errorClass, "name", property);
}
