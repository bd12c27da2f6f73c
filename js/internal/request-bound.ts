/**
 * Whether promises, timers and signals belong to the request that made them, as in Cloudflare Workers and what is built on
 * them: they end with it, and another request that touches them gets an error. Source: Workers docs, "Errors and exceptions".
 */
export function isRequestBound(): boolean {
  const { WebSocketPair, EdgeRuntime } = globalThis as { WebSocketPair?: unknown; EdgeRuntime?: unknown };
  return WebSocketPair !== undefined || EdgeRuntime !== undefined;
}
