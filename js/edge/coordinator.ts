/**
 * The coordinator's Durable Object: one for the deployment. Its machine (src/protocol/coordinator) says who may start; here its
 * rows are kept and its messages sent. Beside it: what is counted for metrics, and what the sweep has to look after.
 */
import type { ObjectState, ObjectStorage } from "./cloudflare.js";
import { type Deployment, deploymentOf } from "./deployment.js";
import { Coordinator, type CoordinatorEvent, type CoordinatorOutput, type CoordinatorOverview } from "./machine.js";
import { type JobFacts, Metrics } from "./metrics.js";
import type { Checked } from "./options.js";
import { Rows } from "./rows.js";
import { type Progress, Watch } from "./watch.js";

/** When it is tried again, where not even the failure could be dealt with. */
const AGAIN_MS = 30_000;

/** What is asked of it. */
export type CoordinatorMessage =
  | (CoordinatorEvent & { facts?: JobFacts })
  | { do: "pause"; paused: boolean }
  | { do: "overview" }
  | { do: "running" }
  | { do: "users"; after: string; limit: number }
  | { do: "metrics" }
  | { do: "beat"; ill: boolean }
  | ({ do: "swept" } & Progress);

/** The life of the one object. */
export class CoordinatorLife {
  readonly #state: ObjectState;
  readonly #storage: ObjectStorage;
  readonly #checked: Checked;
  readonly #env: object;
  readonly #rows: Rows;
  #machine: Coordinator | undefined;
  #metrics: Metrics | undefined;
  #watch: Watch | undefined;

  constructor(state: ObjectState, checked: Checked, env: object) {
    this.#state = state;
    this.#storage = state.storage;
    this.#checked = checked;
    this.#env = env;
    this.#rows = new Rows(state.storage);
  }

  async ask(message: CoordinatorMessage): Promise<unknown> {
    const deployment = await deploymentOf(this.#checked, this.#env);
    const machine = await this.#load(deployment);
    if (!("do" in message)) {
      const { facts, ...event } = message;
      if (event.type === "enqueue") this.#watch?.sees(event.user);
      this.#metrics?.count(event, facts);
      await this.#happen(deployment, machine, event as CoordinatorEvent);
      return {};
    }
    switch (message.do) {
      case "pause":
        await this.#happen(deployment, machine, message.paused ? { type: "hold", why: "" } : { type: "resume" });
        return machine.overview();
      case "overview":
        return machine.overview();
      case "running":
        return { jobs: this.#rows.running() };
      case "users":
        return { users: this.#rows.users(message.after, message.limit) };
      case "metrics":
        return this.#measured(machine.overview());
      case "beat": {
        await this.#happen(deployment, machine, { type: "alarm" });
        this.#metrics?.keep(this.#rows);
        return this.#watch?.beat(deployment.now(), message.ill);
      }
      case "swept":
        this.#watch?.swept(message);
        return {};
    }
  }

  /** Never throws: an alarm that fails six times is dropped for good. */
  async alarm(): Promise<void> {
    try {
      const deployment = await deploymentOf(this.#checked, this.#env);
      await this.#happen(deployment, await this.#load(deployment), { type: "alarm" });
    } catch (error) {
      console.error(JSON.stringify({ level: "error", event: "failed", where: "coordinator", message: String(error) }));
      await this.#storage.setAlarm(Date.now() + AGAIN_MS);
    }
  }

  /** All rows, once a life. */
  async #load(deployment: Deployment): Promise<Coordinator> {
    if (this.#machine) return this.#machine;
    const real = await this.#storage.getAlarm();
    // Another request may have been first.
    if (this.#machine) return this.#machine;
    const { concurrency, perMinute } = this.#checked;
    const now = deployment.now();
    const alarm = real === null ? null : now + (real - Date.now());
    this.#machine = new Coordinator(JSON.stringify({ concurrency, perMinute }), this.#rows.places(), alarm, now);
    this.#metrics = new Metrics(this.#rows);
    this.#watch = new Watch(this.#rows);
    return this.#machine;
  }

  /** Its rows and its alarm in one write; then its messages. */
  async #happen(deployment: Deployment, machine: Coordinator, event: CoordinatorEvent): Promise<void> {
    const now = deployment.now();
    const output = machine.step(event, now);
    await this.#write(output, now);
    if (output.send.length === 0) return;
    try {
      await deployment.queue.sendBatch(output.send.map((body) => ({ body })));
    } catch (error) {
      deployment.log.failed("queue", error);
      await this.#happen(deployment, machine, { type: "send_failed", messages: output.send });
    }
  }

  #write({ rows, alarm }: CoordinatorOutput, now: number): Promise<void> | undefined {
    try {
      this.#rows.write(rows);
      return alarm === null ? undefined : this.#storage.setAlarm(Date.now() + Math.max(0, alarm - now));
    } catch (error) {
      // The machine has gone on: what it holds in memory is no more what is stored.
      this.#state.abort("a row could not be written");
      throw error;
    }
  }

  #measured(overview: CoordinatorOverview): { overview: CoordinatorOverview; counts: Record<string, number> } {
    return { overview, counts: this.#metrics?.counts() ?? {} };
  }
}
