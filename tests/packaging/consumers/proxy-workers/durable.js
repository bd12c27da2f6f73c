// As the comment on "wanreel/proxy" has it: rates and money hold for all isolates by two Durable Objects.
import { createProxy, DurableObjectLimits } from "wanreel/proxy";
import { DurableObjectStore } from "wanreel/stores";
import { session } from "./session.js";

export { LimitsObject } from "wanreel/proxy";
export { TaskStoreObject } from "wanreel/stores";

let proxy;
export default {
  fetch(request, env, context) {
    proxy ??= createProxy({
      apiKey: env.EVOLINK_API_KEY,
      authorize: async (request) => session(request, env),
      budget: { perUserDayMicroUsd: 5_000_000 },
      limits: new DurableObjectLimits(env.LIMITS),
      store: new DurableObjectStore(env.TASKS),
      baseUrl: env.API,
    });
    return proxy(request, env, context);
  },
};
