/** In a file of its own: a client tells it before what counts is loaded. */
import type { Reservation } from "./reservation.js";

/** What it costs, where it is exact or its price became known; else what it can cost at the most. */
export function costOf({ microUsd, ceiling = false, costMicroUsd }: Reservation): {
  microUsd: number;
  ceiling: boolean;
} {
  // A store may hold anything: what is no price is none.
  const known = Number.isSafeInteger(costMicroUsd) && Number(costMicroUsd) > 0;
  return known ? { microUsd: Number(costMicroUsd), ceiling: false } : { microUsd, ceiling };
}
