import type { Sent } from "./exchange.js";

/** How the HTTP face reaches a simulator behind its fetch: it has heads and bodies taken apart already. */
export const doors = new WeakMap<object, (sent: Sent) => Promise<Response>>();
