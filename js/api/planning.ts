/** What is planned around requests: moving them from elsewhere, comparing what they cost. Source: guide, sections 7 and 11. */
import { snapshot } from "../internal/snapshot.js";
import { core } from "../internal/wasm.js";
import type { Submittable } from "../types/request.js";
import type { BudgetPlan, Change, Cost, CostOptions, Migration, ProviderCost } from "../types/results.js";
import { models } from "./catalog.js";
import { migrateFromOthers } from "./migrate-from-others.js";
import { planning } from "./planning-wasm.js";
import { refused } from "./request.js";
import { inWords, type Unworded } from "./words.js";

/**
 * What a plan of clips costs: `averageSeconds` × rate × `clipsPerDay` × `days`.
 * @throws ValidationError where a number is missing or negative
 */
export function estimateBudget(plan: BudgetPlan): { microUsd: number; usd: number } {
  const given = snapshot(plan);
  const microUsd = orIssues(() => planning().budget(given), given, given);
  return { microUsd, usd: microUsd / 1e6 };
}

/**
 * What providers ask for the same output, as the guide lists them; EvoLink's own row is what estimateCost answers.
 * @throws ValidationError as estimateCost
 */
export function compareProviders(request: Submittable, options: CostOptions = {}): ProviderCost[] {
  const [given, asked] = [snapshot(request), snapshot(options)];
  const { microUsdPerSecond, microUsd, exact, outputSeconds }: Cost = orIssues(
    () => core().cost(given, asked),
    given,
    asked,
  );
  const providers = () => planning().providers(given, asked, microUsdPerSecond, microUsd, exact, outputSeconds);
  return orIssues(providers, given, asked);
}

/**
 * A wan2.6 or wan2.5 request as a wan2.7 one, each change with its reason. Source: guide, section 11. So is a wan2.7 request
 * as fal, Replicate, DashScope or the AI SDK take it, `{ model, …}` with the host's id: what is lost is a change too.
 * @throws ValidationError where there is no known model to migrate from
 */
export function migrate(request: unknown): Migration {
  const foreign = read(() => migrateFromOthers(request, models()));
  if (foreign) return foreign;
  const given = snapshot(request);
  const answer: { request: string; changes: { from?: string; to?: string }[] } = orIssues(
    () => planning().migrate(given),
    given,
    "{}",
  );
  const value = (text?: string) => (text === undefined ? undefined : JSON.parse(text));
  const changes = answer.changes.map((change) => {
    const out = { ...change } as unknown as Change;
    if (change.from !== undefined) out.from = value(change.from);
    if (change.to !== undefined) out.to = value(change.to);
    return out;
  });
  return { request: value(answer.request), changes };
}

/** What throws while it is looked at, or holds itself, is no request of another host: it is judged as any other. */
function read<Found>(look: () => Found | undefined): Found | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

/** The WebAssembly side throws what was found: the client's as a plain object, planning's as numbers that the client's explains. */
function orIssues<T>(call: () => T, given: string, asked: string): T {
  try {
    return call();
  } catch (thrown) {
    if (Array.isArray(thrown)) throw refused(inWords(core().explain_found(Uint32Array.from(thrown), given, asked)));
    throw Array.isArray(Object(thrown).issues) ? refused(inWords(thrown as Unworded)) : thrown;
  }
}
