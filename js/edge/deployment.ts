/** A pipeline in one Worker: its options, read with the bindings and secrets that `env` holds. */
import { type KeyRing, keyRing } from "../client/key.js";
import { readSettings, type Settings } from "../client/settings.js";
import { ConfigError } from "../errors/local.js";
import { isLoopback } from "../internal/is-loopback.js";
import { readOrigin } from "../proxy/checks.js";
import { publicFetch } from "../proxy/public-fetch.js";
import type { Bucket, ObjectNamespace, Queue } from "./cloudflare.js";
import { Log } from "./log.js";
import { Names } from "./names.js";
import { type Checked, listOf } from "./options.js";
import type { FromEnv, PipelineBindings } from "./types.js";

/** What the handlers and objects of one Worker work with. */
export interface Deployment {
  checked: Checked;
  env: unknown;
  jobs: ObjectNamespace;
  budgets: ObjectNamespace;
  coordinator: ObjectNamespace;
  queue: Queue;
  bucket: Bucket;
  keys: KeyRing;
  /** As a client has them; its fetch goes to public hosts alone, but for a simulator on this machine. */
  settings: Settings;
  names: Names;
  callbackOrigin: string | undefined;
  /** The options that the job's machine decides by, as JSON. */
  machine: string;
  /** Whether the API is a simulator on this machine, so that files and webhooks may be on it too. */
  local: boolean;
  log: Log;
  now(): number;
  /** For addresses that others name, wherever in public they lead: links to results, input videos. */
  fetchPublic(url: string, init?: RequestInit): Promise<Response>;
  /** The same, led nowhere: webhooks. */
  fetchOnce(url: string, init?: RequestInit): Promise<Response>;
}

const known = new WeakMap<object, WeakMap<object, Deployment>>();

/**
 * The deployment of these options in this Worker, made once.
 * @throws ConfigError where a binding, the key or an origin is missing or wrong
 */
export async function deploymentOf(checked: Checked, env: object): Promise<Deployment> {
  const there = known.get(checked)?.get(env);
  if (there) return there;
  const made = await make(checked, env);
  // No promise is shared: in Workers it would end with the request that made it, and leave the others waiting.
  const all = known.get(checked) ?? new WeakMap<object, Deployment>();
  known.set(checked, all.set(env, made));
  return made;
}

async function make(checked: Checked, env: object): Promise<Deployment> {
  const { options } = checked;
  const baseUrl = await fromEnv(options.baseUrl, env);
  const callbackOrigin = await fromEnv(options.callbackOrigin, env);
  const { notifyMs: _, ...timeouts } = options.timeouts ?? {};
  const { poll } = options;
  const settings = readSettings({
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(poll === undefined ? {} : { poll }),
    timeouts,
  });
  const { protocol, hostname } = new URL(settings.base);
  const local = isLoopback(hostname);
  if (protocol !== "https:" && !local) {
    throw new ConfigError("baseUrl must be https: over http anybody on the way could read the key");
  }
  const { apiKey = (from: { EVOLINK_API_KEY?: string }) => from.EVOLINK_API_KEY ?? "" } = options;
  const key = async () => String((await fromEnv(apiKey, env)) ?? "");
  const keys = keyRing({ apiKey: key, dangerouslyAllowBrowser: false });
  const secrets = async () =>
    options.secret === undefined ? [await key()] : listOf("secret", await fromEnv(options.secret, env));
  return {
    checked,
    env,
    jobs: bound(checked, env, "jobs"),
    budgets: bound(checked, env, "budgets"),
    coordinator: bound(checked, env, "coordinator"),
    queue: bound(checked, env, "queue"),
    bucket: bound(checked, env, "bucket"),
    keys,
    settings,
    names: new Names(secrets),
    callbackOrigin: callbackOrigin === undefined ? undefined : readOrigin("callbackOrigin", callbackOrigin),
    machine: machineOptions(checked, settings.base, callbackOrigin !== undefined),
    local,
    log: new Log(checked, keys),
    now: () => checked.now(),
    fetchPublic: publicFetch(undefined, { local }),
    fetchOnce: publicFetch(undefined, { local, hops: 0 }),
  };
}

/** The options that decide something, as src/protocol/job/settings.rs reads them. */
export function machineOptions({ options, retentionDays }: Checked, baseUrl: string, hasCallback: boolean): string {
  const { budget, prices, poll, timeouts = {}, fallback, budgetShards } = options;
  const { submitMs, readMs } = timeouts;
  return JSON.stringify({
    ...{ budget, prices, poll, submitMs, readMs, fallback, retentionDays, baseUrl, hasCallback },
    hasNotify: options.notify !== undefined,
    resendOnce: options.onUnknownOutcome === "resend-once",
    totalShards: budgetShards,
  });
}

/** What was given, or what its function makes of `env`. */
export async function fromEnv<T>(given: FromEnv<T, never> | undefined, env: object): Promise<T | undefined> {
  return typeof given === "function" ? (given as (env: unknown) => T | Promise<T>)(env) : given;
}

function bound<T>({ bindings }: Checked, env: object, which: keyof PipelineBindings): T {
  const name = bindings[which];
  const binding = (env as Record<string, unknown>)[name];
  if (typeof binding === "object" && binding !== null) return binding as T;
  const words = { jobs: "a Durable Object", budgets: "a Durable Object", coordinator: "a Durable Object" };
  const what = { ...words, queue: "a queue", bucket: "an R2 bucket" }[which];
  throw new ConfigError(
    `env.${name} is missing: it must be ${what}`,
    `bind it in wrangler.jsonc, or name another in bindings.${which}`,
  );
}
