/** The budget of a client. What counts under it is loaded only where there is one. */

import { orConfig } from "../api/schedule.js";
import { ConfigError } from "../errors/local.js";
import { ledger, part } from "../internal/parts.js";
import { snapshot } from "../internal/snapshot.js";
import { core } from "../internal/wasm.js";
import { costOf } from "../limits/cost-of.js";
import type { Reservation } from "../limits/reservation.js";
import type { ClientOptions, SpendingLine } from "../types/client.js";
import type { Held, Spending } from "./spending.js";

type Given = Pick<ClientOptions, "budget" | "limits" | "prices">;

/** @throws WanError "not_loaded" */
export const counting = () => part(() => import("./counting.js"));

export class Budget {
  readonly #given: Given;
  /** The limits as text; undefined where nothing is counted. */
  readonly #text: string | undefined;
  #spending: Spending | undefined;
  /** Whether others count in the same store. */
  readonly shared: boolean;

  /**
   * @param tell what went wrong where nothing may be thrown
   * @throws ConfigError where it is wrong
   */
  constructor(
    given: Given,
    readonly tell: (error: unknown) => void,
  ) {
    const { budget, limits } = given;
    this.#given = given;
    this.shared = limits !== undefined;
    if (limits !== undefined && typeof limits?.add !== "function") {
      throw new ConfigError("limits has no add()", 'a LimitStore has it; "wanreel/stores" has some');
    }
    const counted = budget ?? (this.shared ? {} : undefined);
    if (counted === undefined) return;
    const text = snapshot(counted);
    orConfig(() => core().check_budget(text));
    this.#text = text;
  }

  /** Whether anything is counted. */
  get counts(): boolean {
    return this.#text !== undefined;
  }

  /** Where somebody else's reservation may have to be closed: what closes it is there before its end is known. */
  loadAhead(): void {
    if (this.shared) this.load().catch(() => {});
  }

  /**
   * Comes before `plan`: what counts is loaded where something is counted.
   * @throws WanError "not_loaded"
   */
  async load(): Promise<Spending | undefined> {
    if (this.#text === undefined || this.#spending) return this.#spending;
    const [{ Spending }, { Counters }] = await Promise.all([counting(), ledger()]);
    // Another call may have been quicker: there is one account.
    this.#spending ??= new Spending(new Counters(this.#text), this.#given);
    return this.#spending;
  }

  /** See Spending.plan; nothing where nothing is counted. */
  plan(...claimed: Parameters<Spending["plan"]>): Held | undefined {
    if (!this.counts) return undefined;
    // Nothing may be sent that is not counted.
    if (!this.#spending) throw new Error("wanreel: what counts was not loaded before plan()");
    return this.#spending.plan(...claimed);
  }

  /** See Spending.price; nothing where nothing is counted. */
  price(...of: Parameters<Spending["price"]>): ReturnType<Spending["price"]> {
    return this.#spending?.price(...of);
  }

  /** What another client, or an earlier process, has put aside. What closes it is loaded by then, or when it is closed. */
  found(reservation: Reservation | undefined): Held | undefined {
    if (!this.shared || !reservation) return undefined;
    let held: Held | undefined;
    const open = async () => {
      const spending = await this.load();
      held ??= spending?.held(reservation);
      return held;
    };
    return {
      reservation,
      get cost() {
        return held?.cost ?? costOf(reservation);
      },
      learn: async (microUsd) => (await open())?.learn(microUsd),
      reserve: async (free) => (await open())?.reserve(free),
      settle: async () => (await open())?.settle(),
      release: async () => (await open())?.release(),
    };
  }

  lines(): SpendingLine[] {
    return this.#spending?.lines() ?? [];
  }
}
