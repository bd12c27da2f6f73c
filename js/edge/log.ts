/** What happens, as lines of JSON: without the key, without a prompt, and never in the way of the work. */
import type { KeyRing } from "../client/key.js";
import { redactJson } from "../proxy/redact-json.js";
import type { Checked } from "./options.js";
import type { PipelineEvent } from "./types.js";

/** Tells events to the option `onEvent`, or to the console. */
export class Log {
  readonly #keys: KeyRing;
  readonly #onEvent: ((event: PipelineEvent) => unknown) | undefined;

  constructor({ options }: Pick<Checked, "options">, keys: KeyRing) {
    this.#keys = keys;
    this.#onEvent = options.onEvent;
  }

  tell(event: PipelineEvent): void {
    try {
      const told = redactJson(event, (text) => this.#keys.redactText(text)) as PipelineEvent;
      if (this.#onEvent) Promise.resolve(this.#onEvent(told)).catch(() => {});
      else console.log(JSON.stringify(told));
    } catch {
      // A log that fails is its owner's concern, and must not cost a job.
    }
  }

  /** Something threw that should not have. */
  failed(where: string, thrown: unknown, more: object = {}): void {
    const error = this.#keys.redactError(thrown);
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    this.tell({ level: "error", event: "failed", where, message, ...more });
  }
}
