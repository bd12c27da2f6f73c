// A proxy in a Worker, as its documentation shows it.
import { createProxy, DurableObjectLimits } from "wanreel/proxy";
import { DurableObjectStore } from "wanreel/stores";

export { LimitsObject } from "wanreel/proxy";
export { TaskStoreObject } from "wanreel/stores";

let proxy;

export default {
  fetch(request, env, context) {
    proxy ??= createProxy({
      apiKey: env.EVOLINK_API_KEY,
      baseUrl: env.API,
      authorize: (asked) => {
        const user = asked.headers.get("x-user");
        return user === null ? null : { user };
      },
      budget: { perUserDayMicroUsd: 3 * 430_000 },
      rateLimit: { perHour: 100 },
      results: "signed",
      limits: new DurableObjectLimits(env.LIMITS),
      store: new DurableObjectStore(env.TASKS),
    });
    return proxy(request, env, context);
  },
};
