/** The pipeline of a Worker: three handlers, and the classes of its Durable Objects. */
import { orConfig } from "../api/schedule.js";
import { API } from "../client/settings.js";
import { seenThrough } from "../proxy/see-through.js";
import type { JobMessage } from "./ask-job.js";
import { BudgetLife, type BudgetMessage } from "./budget.js";
import type { ObjectState } from "./cloudflare.js";
import { CoordinatorLife, type CoordinatorMessage } from "./coordinator.js";
import { deploymentOf, machineOptions } from "./deployment.js";
import { handle } from "./http/handler.js";
import { JobLife } from "./job.js";
import { jobMachine } from "./machine.js";
import { checkOptions } from "./options.js";
import { consume } from "./queue.js";
import { sweep } from "./sweep.js";
import type { Pipeline, PipelineClass, PipelineOptions } from "./types.js";

/** What all of cloudflare:workers that is used is. */
export type BaseClass = new (state: ObjectState, env: object) => object;

interface Life {
  ask(message: never): Promise<unknown>;
  alarm(): Promise<void>;
}

/** @param Base DurableObject of cloudflare:workers, whose methods other Workers' code can call */
export function pipelineOf<Env>(Base: BaseClass, options: PipelineOptions<Env>): Pipeline {
  const checked = checkOptions(options as PipelineOptions);
  // What only the machine can tell of its options is told when the Worker starts, too.
  orConfig(() => jobMachine(machineOptions(checked, API, false)));
  const objectOf = (start: (state: ObjectState, env: object) => Life): PipelineClass =>
    class extends Base {
      declare readonly __DURABLE_OBJECT_BRAND: never;
      readonly #life: Life;

      constructor(state: ObjectState, env: object) {
        super(state, env);
        this.#life = start(state, env);
      }

      async ask(message: string): Promise<string> {
        return JSON.stringify(await this.#life.ask(JSON.parse(message) as never));
      }

      alarm(): Promise<void> {
        return this.#life.alarm();
      }
    };
  return {
    JobObject: objectOf((state, env) => new JobLife(state, checked, env)),
    BudgetObject: objectOf((state) => new BudgetLife(state, checked)),
    CoordinatorObject: objectOf((state, env) => new CoordinatorLife(state, checked, env)),
    // The API gives a callback up after ten seconds: what it says must not be lost with it.
    fetch: (request, env, context) => seenThrough(handle(checked, request, env as object), [context]),
    queue: async (batch, env) => consume(await deploymentOf(checked, env as object), batch),
    scheduled: async (_, env) => sweep(await deploymentOf(checked, env as object)),
  };
}

export type { BudgetMessage, CoordinatorMessage, JobMessage };
