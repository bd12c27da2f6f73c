// "wanreel/proxy": what its options, stores and handlers take.
import {
  type Charge,
  createProxy,
  DurableObjectLimits,
  KvLimits,
  type LimitStore,
  MemoryLimits,
  type ProxyEvent,
  toNodeHandler,
  type WanProxy,
} from "wanreel/proxy";
import { MemoryStore } from "wanreel/stores";

class Counting implements LimitStore {
  async add(charges: readonly Charge[]) {
    return charges.length > 1 ? { index: 0, used: 1 } : undefined;
  }
}

export const proxy: WanProxy = createProxy({
  apiKey: async () => "sk-test",
  authorize: (request) => (request.headers.has("authorization") ? { user: "ann" } : null),
  models: ["wan2.7-text-to-video"],
  rateLimit: { perMinute: 5, perDay: 50 },
  budget: { perUserDayMicroUsd: 5_000_000, maxQuality: "720p" },
  limits: new Counting(),
  store: new MemoryStore(),
  results: "signed",
  allowCallbackUrl: (url, user) => url.startsWith("https://") && user !== "",
  uploads: { maxBytes: 1000 },
  onEvent: (event: ProxyEvent) => event.type === "submitted" && event.taskId,
});
export const handler: (request: Request) => Promise<Response> = proxy;
export const memory: LimitStore = new MemoryLimits();
export const kv = KvLimits;
export const durable = DurableObjectLimits;
export const node = toNodeHandler(proxy);

// @ts-expect-error: who may use it must be said
createProxy({ apiKey: "sk-test" });
// @ts-expect-error: a user is a string
createProxy({ authorize: () => ({ user: 7 }) });
// @ts-expect-error: no such model
createProxy({ authorize: () => null, models: ["wan2.7"] });
// @ts-expect-error: no such limit
createProxy({ authorize: () => null, rateLimit: { perMinut: 1 } });
