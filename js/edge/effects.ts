/** Performs what a job's machine asks for, and answers with the event that says what came of it. */
import { readTask } from "../api/task.js";
import type { Task } from "../types/client.js";
import { getTask, post } from "./api.js";
import { archive } from "./archive.js";
import { ask, type ObjectStorage } from "./cloudflare.js";
import type { Deployment } from "./deployment.js";
import { isHeld } from "./holders.js";
import type { About, Effect, Event, MoneyEffect } from "./machine.js";
import type { JobFacts } from "./metrics.js";
import { userName } from "./names.js";
import { notify } from "./notify.js";

type Of<Type extends Effect["type"]> = Extract<Effect, { type: Type }>;

/** The job whose effects they are. */
export interface Performer {
  deployment: Deployment;
  storage: ObjectStorage;
  /** Tells the machine of what happens on the way. */
  tell(event: Event): Promise<unknown>;
  /** For lines of the log. */
  about(): About;
  /** For the metrics. */
  facts(): JobFacts | undefined;
}

/** Never rejects: what fails is an answer too. */
export async function perform(by: Performer, effect: Effect): Promise<Event | undefined> {
  try {
    return await attempt(by, effect);
  } catch (error) {
    by.deployment.log.failed(effect.type, error, by.about());
    return "id" in effect ? { type: "failed", id: effect.id } : undefined;
  }
}

async function attempt(by: Performer, effect: Effect): Promise<Event | undefined> {
  const { deployment } = by;
  switch (effect.type) {
    case "money":
      return money(deployment, effect);
    case "list": {
      const { id, reservation, entry } = effect;
      await ask(deployment.budgets, await userName(entry.user), { do: "list", reservation, entry });
      return { type: "answered", id };
    }
    case "release_slot":
      await ask(deployment.coordinator, "coordinator", { ...effect, facts: by.facts() });
      return { type: "answered", id: effect.id };
    case "enqueue":
    case "pause_deployment":
      await ask(deployment.coordinator, "coordinator", effect);
      return { type: "answered", id: effect.id };
    case "post": {
      const { run, attempt } = effect;
      // It leaves behind the write of `submitting`: whoever finds that one knows that it may have left. Where the write fails, the
      // object is thrown away before anything is sent.
      await by.storage.sync();
      return { type: "posted", run, attempt, answer: await post(deployment, by.about().job, effect) };
    }
    case "get": {
      const { run, look, taskId, timeoutMs } = effect;
      return { type: "got", run, look, answer: await getTask(deployment, taskId, timeoutMs) };
    }
    case "check":
      return check(by, effect);
    case "archive":
      return archive(effect, {
        bucket: deployment.bucket,
        settings: { ...deployment.settings, fetch: deployment.fetchPublic as typeof fetch },
        keys: deployment.keys,
        retrieve: (taskId) => retrieve(deployment, taskId),
        tell: async (event) => void (await by.tell(event)),
        failed: (error) => deployment.log.failed("archive", error, by.about()),
      });
    case "abort_upload":
      await deployment.bucket.resumeMultipartUpload(effect.key, effect.uploadId).abort();
      return undefined;
    case "notify":
      return notify(deployment, effect);
    case "log": {
      const { type: _, what, ...more } = effect;
      deployment.log.tell({ level: "info", event: `job.${what}`, ...by.about(), ...more });
      return undefined;
    }
    case "delete_all":
      return undefined;
  }
}

async function money({ budgets, now }: Deployment, effect: MoneyEffect): Promise<Event> {
  const { type: _, id, counter, entry, charges, ...rest } = effect;
  const name = entry ? await userName(entry.user) : counter;
  const message = { do: "money", ...rest, charges, now: now(), ...(entry ? { entry } : {}) };
  const { level, full } = await ask<{ level: number; full?: { index: number; used: number } }>(budgets, name, message);
  if (!full) return { type: "answered", id, level };
  return { type: "answered", id, level, full: { limit: charges[full.index]?.limit ?? "", used: full.used } };
}

async function check({ deployment, about }: Performer, effect: Of<"check">): Promise<Event> {
  const { run, taskId, timeoutMs } = effect;
  const answer = await getTask(deployment, taskId, timeoutMs);
  let held = true;
  try {
    held = await isHeld(deployment, about().job, taskId);
  } catch (error) {
    // Nobody knows whose it is: it is looked at again.
    deployment.log.failed("check", error, about());
    return { type: "checked", run, taskId, answer: { kind: 3 }, held };
  }
  return { type: "checked", run, taskId, answer, held };
}

/** A task read anew, for its links. @throws Error where the API does not tell */
async function retrieve(deployment: Deployment, taskId: string): Promise<Task> {
  const { status = 0, text = "" } = await getTask(deployment, taskId, deployment.settings.readMs);
  if (status < 200 || status > 299) throw new Error(`the task could not be read: status ${status}`);
  return readTask(JSON.parse(text), undefined, deployment.settings.base).task;
}
