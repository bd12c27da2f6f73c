/** Price tables of a caller's own. */
import { ConfigError } from "../errors/local.js";
import { snapshot } from "../internal/snapshot.js";
import { core } from "../internal/wasm.js";
import { inWords, type Unworded } from "./words.js";

/** @throws ConfigError with the first that is wrong with a table */
export function checkPrices(prices: unknown): void {
  const told: Unworded | undefined = core().check_prices(snapshot({ prices }));
  const issue = told && inWords(told).issues[0];
  if (issue) throw new ConfigError(issue.message);
}
