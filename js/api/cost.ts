/** Prices, before anything is paid. Source: guide, section 7; API price list. */
import { snapshot } from "../internal/snapshot.js";
import { answer, begin, end, fact, scratch, textLength, write } from "../internal/tape.js";
import { core } from "../internal/wasm.js";
import type { VideoRequest } from "../types/request.js";
import type { BudgetPlan, Cost, CostOptions, ProviderCost } from "../types/results.js";
import { type Findings, refused } from "./request.js";

/**
 * What a request costs when it succeeds. Fields the price does not depend on may still be missing.
 * @throws ValidationError where a field the price depends on is wrong
 */
export function estimateCost(request: VideoRequest, options: CostOptions = {}): Cost {
  const asked = snapshot(options);
  begin();
  try {
    const root = write(request);
    scratch().cost(root, textLength(), asked);
    const text = answer(0, fact(1));
    if (fact(3) === 1) throw refused(JSON.parse(text));
    return JSON.parse(text);
  } finally {
    end();
  }
}

/**
 * What a plan of clips costs: `averageSeconds` × rate × `clipsPerDay` × `days`.
 * @throws ValidationError where a number is missing or negative
 */
export function estimateBudget(plan: BudgetPlan): { microUsd: number; usd: number } {
  const microUsd = orIssues(() => core().budget(snapshot(plan)));
  return { microUsd, usd: microUsd / 1e6 };
}

/**
 * What providers ask for the same output, as the guide lists them; EvoLink's own row is what estimateCost answers.
 * @throws ValidationError as estimateCost
 */
export function compareProviders(request: VideoRequest, options: CostOptions = {}): ProviderCost[] {
  return orIssues(() => core().providers(snapshot(request), snapshot(options)));
}

/** The WebAssembly side throws what was found as a plain object. */
export function orIssues<T>(call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    throw Array.isArray(Object(thrown).issues) ? refused(thrown as Findings) : thrown;
  }
}
