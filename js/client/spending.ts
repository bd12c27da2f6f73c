/** The budget of a client. Every decision is made in src/budget.rs. */

import type { Ledger } from "../../pkg/wanreel/wanreel_bg.js";
import { orConfig } from "../api/schedule.js";
import { BudgetError } from "../errors/local.js";
import { snapshot } from "../internal/snapshot.js";
import { core } from "../internal/wasm.js";
import type { ClientOptions, SpendingLine, SubmitOptions } from "../types/client.js";
import type { MediaFacts } from "../types/results.js";

interface Refusal {
  limit: string;
  message: string;
  requested: number | string;
  remaining: number;
  requestedQuality?: string;
  allowedQuality?: string;
}

/** What is put aside for one call. */
export interface Reservation {
  /** The task was paid for. */
  settle(): void;
  /** Nothing was paid. */
  release(): void;
}

const NOTHING: Reservation = { settle() {}, release() {} };

export class Spending {
  readonly #ledger: Ledger | undefined;
  readonly #prices: ClientOptions["prices"];

  constructor(budget: ClientOptions["budget"], prices: ClientOptions["prices"]) {
    this.#prices = prices;
    if (budget !== undefined) this.#ledger = orConfig(() => new (core().Ledger)(snapshot(budget)));
  }

  /**
   * Puts aside the most it can cost, with what is known of its media.
   * @throws BudgetError where a limit is in the way
   */
  reserve(body: string, { user = "", feature = "" }: SubmitOptions, inputs: MediaFacts | undefined): Reservation {
    const ledger = this.#ledger;
    if (!ledger) return NOTHING;
    try {
      const options = snapshot({ prices: this.#prices, ...(inputs ? { inputs } : {}) });
      const number = ledger.reserve(body, options, user, feature, Date.now());
      return { settle: () => ledger.settle(number), release: () => ledger.release(number) };
    } catch (thrown) {
      const { message, limit, requested, remaining, requestedQuality, allowedQuality } = thrown as Refusal;
      throw new BudgetError(message, {
        limit,
        requested: requestedQuality ?? requested,
        remaining: allowedQuality ?? remaining,
        hint: `nothing was sent${typeof requested === "number" ? "; shorten the video, lower its quality, or raise the budget" : ""}`,
      });
    }
  }

  lines(): SpendingLine[] {
    return this.#ledger?.lines() ?? [];
  }
}
