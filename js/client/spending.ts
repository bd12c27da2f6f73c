/**
 * What counts under the budget of a client, loaded by js/client/budget.ts: what to count is said by
 * src/protocol/counters.rs, and counted by a store that many may share.
 */

import type { Counters } from "../../pkg/ledger/ledger_bg.js";
import { BudgetError } from "../errors/local.js";
import { ledger } from "../internal/parts.js";
import { snapshot } from "../internal/snapshot.js";
import { core } from "../internal/wasm.js";
import type { Counted } from "../limits/add.js";
import { costOf } from "../limits/cost-of.js";
import { lineOf } from "../limits/lines.js";
import { MemoryLimits } from "../limits/memory.js";
import { close, type Plan, type Reservation, reservationId, reserve, SPACE, userName } from "../limits/reservation.js";
import type { ClientOptions, SpendingLine, SubmitOptions } from "../types/client.js";
import type { LimitStore } from "../types/limits.js";
import type { Cost, MediaFacts } from "../types/results.js";

interface Refusal {
  limit: string;
  message: string;
  requested: number | string;
  remaining: number;
  ceiling?: boolean;
  requestedQuality?: string;
  allowedQuality?: string;
}

/** What is put aside for one submission. */
export interface Held {
  /** For the record, where others may have to close it. */
  readonly reservation: Reservation | undefined;
  /** What it costs, or can cost at the most. */
  readonly cost: { microUsd: number; ceiling: boolean };
  /** Its price became known: it is settled at that, also where its ceiling was settled before. */
  learn(microUsd: number): Promise<void>;
  /**
   * Puts it aside; where a sum is full, once more if `free` has made room.
   * @throws BudgetError where a limit is in the way, WanError "limits_failed" where nobody can tell
   */
  reserve(free: () => Promise<boolean>): Promise<void>;
  /** The task was paid for. */
  settle(): Promise<void>;
  /** Nothing was paid. */
  release(): Promise<void>;
}

export class Spending {
  /** The limits as src/protocol/counters.rs reads them. */
  readonly #counters: Counters;
  readonly #prices: ClientOptions["prices"];
  /** Counts for this client alone: everything, or where others share the limits what was spent by it. */
  readonly #own = new MemoryLimits();
  readonly #limits: LimitStore;
  /** By the key of its counters. */
  readonly #lines = new Map<string, Pick<SpendingLine, "day" | "user" | "feature" | "model">>();
  /** Whether others count in the same store. */
  readonly #shared: boolean;

  constructor(counters: Counters, { limits, prices }: Pick<ClientOptions, "limits" | "prices">) {
    this.#counters = counters;
    this.#prices = prices;
    this.#shared = limits !== undefined;
    this.#limits = limits ?? this.#own;
  }

  /** What a claim of that moment is to put aside: the most the request can cost, with what is known of its media. */
  plan(
    body: string,
    idempotencyKey: string,
    claimedAt: number,
    { user = "", feature = "" }: SubmitOptions,
    inputs: MediaFacts | undefined,
  ): Held | undefined {
    const counters = this.#counters;
    try {
      const options = snapshot({ prices: this.#prices, ...(inputs ? { inputs } : {}) });
      const id = reservationId(idempotencyKey, claimedAt);
      const plan: Plan | undefined = counters.reserve(body, options, SPACE, userName(user), feature, id, claimedAt);
      if (!plan) return undefined;
      return this.held(plan.reservation, plan, () => this.#name(plan.reservation, user, feature));
    } catch (thrown) {
      // Said when it is to be reserved: a task that is there already costs nothing.
      return new Refused(thrown);
    }
  }

  /**
   * What a request costs with what is known of its media; nothing where it has no price.
   */
  price(body: string, inputs: MediaFacts | undefined): { microUsd: number; exact: boolean } | undefined {
    try {
      const options = snapshot({ prices: this.#prices, ...(inputs ? { inputs } : {}) });
      const { microUsd, exact }: Cost = core().cost(body, options);
      return { microUsd, exact };
    } catch {
      return undefined;
    }
  }

  lines(): SpendingLine[] {
    const value = (key: string) => this.#own.value(key);
    return Array.from(this.#lines, ([key, line]) =>
      lineOf(line, value(`${key}/reserved`), value(`${key}/spent`), value(`${key}/ceiling`)),
    );
  }

  #name({ day, counters }: Reservation, user: string, feature: string): void {
    const key = counters.at(-1) ?? "";
    if (!this.#lines.has(key)) this.#lines.set(key, { day, user, feature, model: key.slice(key.lastIndexOf("/") + 1) });
  }

  /** Where others share the limits, this client's own lines are counted beside them. */
  async #note(charges: readonly Counted[] | undefined, { counters }: Reservation): Promise<void> {
    if (!this.#shared || !charges) return;
    const line = `${counters.at(-1)}/`;
    await this.#own.add(charges.filter(({ key }) => key.startsWith(line)));
  }

  /** What is put aside by this client, or was by another or an earlier process. */
  held(reservation: Reservation, plan?: Plan, made?: () => void): Held {
    /** Whether this process saw it made; undefined where it is not to be closed: not made yet, not made, or closed. */
    let seen: boolean | undefined = plan ? undefined : false;
    /** Whether this client's own lines hold it, and how. */
    let noted: "no" | "reserved" | "ceiling" = "no";
    let cost = costOf(reservation);
    const end = async (spent: number | undefined, known: boolean) => {
      const closed = await close(this.#limits, reservation, spent, known);
      const own = noted === "ceiling" ? closed?.correct : noted === "reserved" ? closed?.charges : undefined;
      noted = noted === "reserved" && cost.ceiling && spent === undefined ? "ceiling" : "no";
      await this.#note(own, reservation);
    };
    /** Once: a second time there would be nothing to close. */
    const endOnce = async (spent: number | undefined) => {
      if (seen === undefined) return;
      const known = seen;
      seen = undefined;
      try {
        await end(spent, known);
      } catch (error) {
        seen = known;
        throw error;
      }
    };
    let settled = false;
    return {
      reservation: this.#shared ? reservation : undefined,
      get cost() {
        return cost;
      },
      learn: async (microUsd) => {
        if (!cost.ceiling) return;
        cost = { microUsd, ceiling: false };
        reservation.costMicroUsd = microUsd;
        if (settled) await end(microUsd, true);
      },
      reserve: async (free) => {
        if (!plan) return;
        // Whatever becomes of the call, it may have been counted.
        seen = false;
        let over = await reserve(this.#limits, plan);
        if (over && over !== "gone" && (await free())) over = await reserve(this.#limits, plan);
        if (over === "gone") throw new BudgetError("what was put aside has been given back meanwhile", GONE);
        seen = over ? undefined : true;
        if (over) {
          const { limit = "", most = 0 } = over.charge;
          const { microUsd, ceiling = false } = reservation;
          const { over_budget } = await ledger();
          throw budgetError(over_budget(limit, microUsd, ceiling, most, over.used));
        }
        made?.();
        noted = "reserved";
        await this.#note(plan.charges, reservation);
      },
      settle: async () => {
        settled ||= seen !== undefined;
        await endOnce(cost.ceiling || !reservation.ceiling ? undefined : cost.microUsd);
      },
      release: () => endOnce(0),
    };
  }
}

const GONE = { limit: "limits", requested: 0, remaining: 0, hint: "nothing was sent; submit it again" };

/** Of a request that does not fit a limit by itself. */
class Refused implements Held {
  readonly reservation = undefined;
  readonly cost = { microUsd: 0, ceiling: false };
  readonly #thrown: unknown;

  constructor(thrown: unknown) {
    this.#thrown = thrown;
  }

  async reserve(): Promise<void> {
    throw budgetError(this.#thrown);
  }

  async learn(): Promise<void> {}

  async settle(): Promise<void> {}

  async release(): Promise<void> {}
}

function budgetError(thrown: unknown): unknown {
  const { message, limit, requested, remaining, ceiling, requestedQuality, allowedQuality } = Object(thrown) as Refusal;
  if (limit === undefined) return thrown;
  const shorten = typeof requested === "number" ? "; shorten the video, lower its quality, or raise the budget" : "";
  const tell = ceiling ? "; tell the lengths of its videos by `inputs`, where they could not be read" : "";
  return new BudgetError(message, {
    limit,
    requested: requestedQuality ?? requested,
    remaining: allowedQuality ?? remaining,
    ceiling,
    hint: `nothing was sent${tell}${shorten}`,
  });
}
