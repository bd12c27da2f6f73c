/** The options of a pipeline, checked when the Worker starts: what is wrong is said then, not when somebody pays. */
import { readSettings } from "../client/settings.js";
import { ConfigError } from "../errors/local.js";
import { checkNames, namesOf, oneOf } from "../internal/options.js";
import { checkMoney, positive, readModels } from "../proxy/checks.js";
import { checkSecret } from "./notification.js";
import type { PipelineBindings, PipelineOptions } from "./types.js";

const OPTIONS = namesOf<PipelineOptions>()(
  "authorize",
  "operators",
  "apiKey",
  "secret",
  "baseUrl",
  "callbackOrigin",
  "budget",
  "budgetShards",
  "fallback",
  "models",
  "prices",
  "notify",
  "mount",
  "concurrency",
  "perMinute",
  "retentionDays",
  "poll",
  "timeouts",
  "onUnknownOutcome",
  "maxBodyBytes",
  "bindings",
  "onEvent",
);
const NOTIFY = namesOf<NonNullable<PipelineOptions["notify"]>>()("url", "secret");
const BINDINGS = namesOf<PipelineBindings>()("jobs", "budgets", "coordinator", "queue", "bucket");
const TIMEOUTS = namesOf<NonNullable<PipelineOptions["timeouts"]>>()("submitMs", "readMs", "notifyMs");

/** Moments as the objects take them; a test's own may jump. */
export interface Clock {
  now(): number;
}

/** Options as they are used. */
export interface Checked {
  options: PipelineOptions & { clock?: Clock };
  mount: string;
  models: ReadonlySet<string> | undefined;
  concurrency: number;
  perMinute: number;
  retentionDays: number;
  maxBodyBytes: number;
  notifyMs: number;
  bindings: Required<PipelineBindings>;
  now(): number;
}

/** @throws ConfigError that names the option, what it is and what is allowed */
export function checkOptions(options: PipelineOptions & { clock?: Clock }): Checked {
  if (typeof Object(options).authorize !== "function") {
    throw new ConfigError(
      "authorize is missing: without it, anybody could spend your credits",
      "pass authorize: (request, env) => ({ user }) or null, by your session",
    );
  }
  const { clock = { now: () => Date.now() }, ...named } = options;
  checkNames("createPipeline", named, OPTIONS);
  for (const name of ["operators", "onEvent"] as const) {
    if (options[name] === undefined || typeof options[name] === "function") continue;
    throw new ConfigError(`${name} is ${kind(options[name])}; it must be a function`);
  }
  for (const name of ["apiKey", "baseUrl", "callbackOrigin"] as const) checkText(name, options[name]);
  const { budget, prices } = options;
  checkMoney({ authorize: () => null, ...(budget ? { budget } : {}), ...(prices ? { prices } : {}) });
  checkNotify(options.notify);
  checkSecrets(options.secret);
  oneOf("onUnknownOutcome", options.onUnknownOutcome ?? "wait", ["wait", "resend-once"]);
  const { bindings = {}, timeouts = {}, poll = {} } = options;
  checkNames("bindings", bindings, BINDINGS);
  checkNames("timeouts", timeouts, TIMEOUTS);
  whole("budgetShards", options.budgetShards ?? 1, 1000);
  const { notifyMs = 15_000, ...ofClient } = timeouts;
  readSettings({ poll, timeouts: ofClient });
  return {
    options,
    mount: readMount(options.mount ?? ""),
    models: readModels(options.models),
    // As many as one coordinator was measured to keep up with: tests/bench/DAY.md.
    concurrency: whole("concurrency", options.concurrency ?? 10, 10_000),
    perMinute: whole("perMinute", options.perMinute ?? 60, 60_000),
    retentionDays: whole("retentionDays", options.retentionDays ?? 30, 3650),
    maxBodyBytes: positive("maxBodyBytes", options.maxBodyBytes ?? 65_536),
    notifyMs: positive("timeouts.notifyMs", notifyMs),
    bindings: {
      jobs: "JOBS",
      budgets: "BUDGETS",
      coordinator: "COORDINATOR",
      queue: "SUBMITS",
      bucket: "VIDEOS",
      ...bindings,
    },
    now: () => clock.now(),
  };
}

function readMount(mount: unknown): string {
  if (typeof mount === "string" && /^(\/[A-Za-z0-9._~-]+)*\/?$/.test(mount) && !/\/\.{1,2}(\/|$)/.test(mount)) {
    return mount.replace(/\/$/, "");
  }
  throw new ConfigError(`mount is ${kind(mount)}; it must be a path of plain segments`, 'as in "/api/videos", or ""');
}

function checkText(name: string, value: unknown): void {
  if (value === undefined || typeof value === "string" || typeof value === "function") return;
  throw new ConfigError(`${name} is ${kind(value)}; it must be a string, or a function of env that answers one`);
}

function checkNotify(notify: PipelineOptions["notify"]): void {
  if (notify === undefined) return;
  checkNames("notify", notify, NOTIFY);
  const { url, secret } = notify;
  if (typeof url !== "string" && typeof url !== "function") {
    throw new ConfigError(`notify.url is ${kind(url)}; it must be a string, or a function of the job and env`);
  }
  if (typeof secret === "function") return;
  for (const each of listOf("notify.secret", secret)) checkSecret(each);
}

/** At least 32 characters each, as of a proxy. */
function checkSecrets(secret: PipelineOptions["secret"]): void {
  if (secret === undefined || typeof secret === "function") return;
  if (listOf("secret", secret).every((each) => each.length >= 32)) return;
  throw new ConfigError("secret must be a string of at least 32 characters, or a list of them", "openssl rand -hex 32");
}

/** @throws ConfigError where it is no text and no list of some */
export function listOf(name: string, given: unknown): readonly string[] {
  const list: unknown[] = Array.isArray(given) ? given : [given];
  if (list.length > 0 && list.every((each) => typeof each === "string")) return list as string[];
  throw new ConfigError(`${name} is ${kind(given)}; it must be a string, or a list of them`);
}

function whole(name: string, value: unknown, most: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new ConfigError(`${name} is ${kind(value)}; it must be a whole number from 1 to ${most}`);
}

/** What was found, without what may be a secret. */
function kind(value: unknown): string {
  if (typeof value === "number" || value === null || value === undefined) return String(value);
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}
