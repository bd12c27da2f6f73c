// A Worker that holds its stores to the published tests, and tells what they broke.
import {
  DurableObjectLimits,
  DurableObjectStore,
  KvLimits,
  KvStore,
  LimitsObject,
  TaskStoreObject,
} from "wanreel/stores";
import { limitStoreTests, taskStoreTests } from "wanreel/stores/testing";

export { LimitsObject, TaskStoreObject };

export default {
  async fetch(_, env) {
    const suites = {
      DurableObjectStore: taskStoreTests(() => new DurableObjectStore(env.TASKS)),
      // Workers KV has no put-if-absent, and no atomic add.
      KvStore: taskStoreTests(() => new KvStore(env.KV), { atomic: false }),
      DurableObjectLimits: limitStoreTests(() => new DurableObjectLimits(env.LIMITS)),
      KvLimits: limitStoreTests(() => new KvLimits(env.KV), { atomic: false, givesBack: false }),
    };
    const told = [];
    for (const [store, tests] of Object.entries(suites)) {
      for (const { name, run } of tests) {
        const error = await run().then(
          () => undefined,
          (thrown) => String(thrown?.stack ?? thrown),
        );
        told.push({ store, name, error });
      }
    }
    return Response.json(told);
  },
};
