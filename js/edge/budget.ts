/**
 * The Durable Object of a user's money, and of one share of the limits for all: sums and rows (ledger.ts). The same class also
 * keeps whose a task is, where that was ever in doubt (holders.ts).
 */
import type { ObjectState, ObjectStorage } from "./cloudflare.js";
import { Ledger, type RowFilter } from "./ledger.js";
import type { JobRow, MoneyEffect } from "./machine.js";
import type { Checked } from "./options.js";

/** When it is swept first, and again. */
const SWEEP_MS = 86_400_000;

/** What is asked of it. */
export type BudgetMessage =
  | ({ do: "money"; now: number } & Pick<MoneyEffect, "reservation" | "level" | "charges" | "entry">)
  | { do: "list"; reservation: string; entry: JobRow }
  | ({ do: "page"; cursor: string; limit?: number } & RowFilter)
  | { do: "spending" }
  | { do: "sums" }
  | { do: "claim"; task: string; job: string };

/** The life of one such object. */
export class BudgetLife {
  readonly #storage: ObjectStorage;
  readonly #ledger: Ledger;
  readonly #checked: Checked;

  constructor(state: ObjectState, checked: Checked) {
    this.#storage = state.storage;
    this.#ledger = new Ledger(state.storage);
    this.#checked = checked;
  }

  async ask(message: BudgetMessage): Promise<unknown> {
    switch (message.do) {
      case "money": {
        const first = !this.#ledger.exists;
        const answer = this.#ledger.money(message, message.now);
        // With the first row, so that what is over does not stay for ever.
        if (first) await this.#storage.setAlarm(Date.now() + SWEEP_MS);
        return answer;
      }
      case "list":
        this.#ledger.list(message.reservation, message.entry);
        return {};
      case "page":
        return this.#ledger.page(message, message.cursor, message.limit);
      case "spending":
        return { lines: this.#ledger.spending() };
      case "sums":
        return { sums: this.#ledger.sums() };
      case "claim":
        return { holder: await this.#claim(message.task, message.job) };
    }
  }

  async alarm(): Promise<void> {
    const now = this.#checked.now();
    const next = this.#ledger.sweep(now, this.#checked.retentionDays * SWEEP_MS);
    if (next !== undefined) await this.#storage.setAlarm(Date.now() + (next - now));
    else if ((await this.#storage.get("holder")) === undefined) await this.#storage.deleteAll();
  }

  /** Put if absent: of two that ask at once, the second finds the first. */
  async #claim(_task: string, job: string): Promise<string> {
    const there = await this.#storage.get("holder");
    if (typeof there === "string") return there;
    await this.#storage.put("holder", job);
    return job;
  }
}
