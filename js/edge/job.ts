/**
 * A job's Durable Object: it keeps the machine's text, performs what the machine asks for and tells it what came of it. What
 * is decided, src/protocol/job decides.
 */
import type { JobAnswer, JobMessage } from "./ask-job.js";
import type { ObjectState, ObjectStorage } from "./cloudflare.js";
import { type Deployment, deploymentOf } from "./deployment.js";
import { type Performer, perform } from "./effects.js";
import { type About, type Event, type Output, type Reply, step, view } from "./machine.js";
import { factsOf } from "./metrics.js";
import type { Checked } from "./options.js";
import type { Job } from "./types.js";

/** Where the machine's text is. */
const KEY = "job";
/** When it is tried again, where not even the failure could be dealt with. */
const AGAIN_MS = 30_000;
const NOBODY: About = { job: "", run: 0, state: "reserving" };

/** The life of one job's object. */
export class JobLife {
  readonly #storage: ObjectStorage;
  readonly #checked: Checked;
  readonly #env: object;
  /** This life of the object: what another has under way is no more. Writes nothing: a guessed id must cost nothing. */
  readonly #activation = crypto.randomUUID();
  /** The machine's text; null where there is none, undefined before it was read. */
  #text: string | null | undefined;
  /** Which job that is. */
  #about = NOBODY;
  /** What the alarm is to be set to with the next write, or once the one that rang is over. */
  #alarm: number | undefined;

  constructor(state: ObjectState, checked: Checked, env: object) {
    this.#storage = state.storage;
    this.#checked = checked;
    this.#env = env;
  }

  async ask(message: JobMessage): Promise<JobAnswer> {
    const deployment = await deploymentOf(this.#checked, this.#env);
    await this.#load();
    if ("show" in message) {
      await this.#rearm(deployment);
      return { job: this.#view() };
    }
    if ("overdue" in message) {
      if (await this.#isOverdue(message.overdue)) await this.#happen(deployment, { type: "wake" });
      return { job: null };
    }
    const happening = this.#happen(deployment, message.event);
    if (message.event.type === "callback") {
      // The API waits ten seconds for an answer. What follows is on the way, never a POST, and the alarm looks after it.
      happening.catch((error) => deployment.log.failed("callback", error));
      return { job: null };
    }
    const reply = await happening;
    return reply ? { reply, job: this.#view() } : { job: null };
  }

  /** Never throws: an alarm that fails six times is dropped for good. */
  async alarm(): Promise<void> {
    try {
      const deployment = await deploymentOf(this.#checked, this.#env);
      await this.#load();
      await this.#happen(deployment, { type: "alarm" });
      // Set now at the latest: once this one is over, the engine rings it no more.
      await this.#setAlarm();
    } catch (error) {
      // A binding or a secret is missing, or the storage is shut down: whatever it is, the next alarm finds it mended.
      console.error(JSON.stringify({ level: "error", event: "failed", where: "alarm", message: String(error) }));
      await this.#storage.setAlarm(Date.now() + AGAIN_MS);
    }
  }

  async #load(): Promise<void> {
    if (this.#text !== undefined) return;
    const there = await this.#storage.get(KEY);
    // Another event may have been first, and have gone on by now.
    this.#text ??= typeof there === "string" ? there : null;
  }

  /**
   * Tells the machine what happened, writes what it says, and only then performs it; answers what is for the caller once all of it
   * is over. Between reading and writing nothing is awaited.
   */
  async #happen(deployment: Deployment, event: Event): Promise<Reply | undefined> {
    const now = deployment.now();
    const output = step({
      state: this.#text ?? null,
      event,
      now,
      random: Math.random(),
      activation: this.#activation,
      settings: deployment.machine,
    });
    this.#about = output.about ?? this.#about;
    await this.#write(output, now);
    const by: Performer = {
      deployment,
      storage: this.#storage,
      tell: (told) => this.#happen(deployment, told),
      about: () => this.#about,
      facts: () => {
        const job = this.#view();
        return job ? factsOf(job) : undefined;
      },
    };
    const replies = await Promise.all(
      output.effects.map(async (effect) => {
        if (effect.type === "delete_all") return this.#deleteAll();
        const answer = await perform(by, effect);
        return answer && this.#happen(deployment, answer);
      }),
    );
    return replies.findLast((reply) => reply) ?? output.reply ?? undefined;
  }

  /** The text and the alarm in one write: nothing is awaited between them. */
  #write({ state, alarm, alarmWaits, lazy, effects }: Output, now: number): Promise<unknown> {
    if (state !== null) this.#text = state;
    else if (effects.some(({ type }) => type === "delete_all")) this.#text = null;
    if (alarm !== null) this.#alarm = Date.now() + Math.max(0, alarm - now);
    const put = state !== null && !lazy;
    if (!put && alarmWaits) return Promise.resolve();
    return Promise.all([put && this.#storage.put(KEY, state), (put || alarm !== null) && this.#setAlarm()]);
  }

  /** To what it is to be, where that was not done yet. */
  async #setAlarm(): Promise<void> {
    const alarm = this.#alarm;
    this.#alarm = undefined;
    if (alarm !== undefined) await this.#storage.setAlarm(alarm);
  }

  /** The alarm first: left alone, it would wake an object that is no more. */
  async #deleteAll(): Promise<undefined> {
    this.#alarm = undefined;
    await Promise.all([this.#storage.deleteAlarm(), this.#storage.deleteAll()]);
    return undefined;
  }

  /** Whoever looks at a job finds out that its alarm was dropped. */
  async #rearm(deployment: Deployment): Promise<void> {
    if (await this.#isOverdue(AGAIN_MS)) await this.#happen(deployment, { type: "wake" });
  }

  async #isOverdue(ms: number): Promise<boolean> {
    if (this.#text === null) return false;
    const alarm = await this.#storage.getAlarm();
    return alarm === null || alarm < Date.now() - ms;
  }

  #view(): Job | null {
    return typeof this.#text === "string" ? view<Job>(this.#text) : null;
  }
}
