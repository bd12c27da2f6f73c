/** The options of a client, read once and checked. */

import { modelHint, suggestModel } from "../api/catalog.js";
import { STRENGTHS, type Strength } from "../api/request.js";
import { readRows } from "../api/schedule.js";
import { ConfigError } from "../errors/local.js";
import { BUDGET, POLL, RETRY, TIMEOUTS, TIMEOUTS_DEFAULTS } from "../generated/options.js";
import { checkNames, namesOf, oneOf } from "../internal/options.js";
import type { ClientOptions } from "../types/client.js";
import type { Language } from "../types/results.js";
import { isApi, readBaseUrl } from "./base-url.js";

export const API = "https://api.evolink.ai";
export const FILES_API = "https://files-api.evolink.ai";

const OPTIONS = namesOf<ClientOptions>()(
  "apiKey",
  "baseUrl",
  "filesBaseUrl",
  "fetch",
  "headers",
  "dangerouslyAllowBrowser",
  "timeouts",
  "retry",
  "poll",
  "onUnknownOutcome",
  "store",
  "limits",
  "budget",
  "fallback",
  "prices",
  "validate",
  "language",
  "onEvent",
);
const GROUPS = { timeouts: TIMEOUTS, retry: RETRY, poll: POLL, budget: BUDGET };

function checkOptions(options: ClientOptions): void {
  checkNames("WanClient", options, OPTIONS);
  for (const [group, names] of Object.entries(GROUPS)) {
    const given = options[group as keyof typeof GROUPS];
    if (given !== undefined) checkNames(group, given, names);
  }
}

/** What the client works with. The key is not among it. */
export interface Settings {
  /** Where the API is; a relative address throws a ConfigError where there is no page. */
  readonly base: string;
  readonly filesBase: string;
  /** Whether a request without a key can succeed: a proxy adds it. */
  keyless: boolean;
  fetch: typeof fetch | undefined;
  headers: Headers;
  /** Rows of numbers, as src/bindings/machines.rs reads them. */
  retry: readonly number[];
  poll: readonly number[];
  /** How old a running task is for review. */
  reviewMs: number;
  submitMs: number;
  readMs: number;
  claimMs: number;
  resendOnce: boolean;
  strength: Strength;
  /** In which findings are said. */
  language: Language | undefined;
}

export function readSettings(options: ClientOptions): Settings {
  checkOptions(options);
  checkFallback(options.fallback);
  const { retry = {}, poll = {}, timeouts = {}, validate = "strict", onUnknownOutcome = "throw" } = options;
  const base = readBaseUrl("baseUrl", options.baseUrl ?? API);
  const filesBase = readBaseUrl("filesBaseUrl", options.filesBaseUrl ?? filesBeside(options.baseUrl));
  const { retry: retryRow, poll: pollRow, reviewMs } = readRows(retry, poll);
  const settings: Settings = {
    get base() {
      return base();
    },
    get filesBase() {
      return filesBase();
    },
    keyless: options.baseUrl !== undefined,
    fetch: options.fetch,
    headers: readHeaders(options.headers),
    retry: retryRow,
    poll: pollRow,
    reviewMs,
    submitMs: readMs("timeouts.submitMs", timeouts.submitMs, TIMEOUTS_DEFAULTS.submitMs),
    readMs: readMs("timeouts.readMs", timeouts.readMs, TIMEOUTS_DEFAULTS.readMs),
    claimMs: readMs("timeouts.claimMs", timeouts.claimMs, TIMEOUTS_DEFAULTS.claimMs),
    resendOnce: oneOf("onUnknownOutcome", onUnknownOutcome, ["throw", "resend-once"]) === "resend-once",
    strength: oneOf("validate", validate, Object.keys(STRENGTHS) as Strength[]),
    language: readLanguage(options.language),
  };
  if (options.fetch !== undefined && typeof options.fetch !== "function") {
    throw new ConfigError("fetch must be a function that takes what the global fetch takes");
  }
  return settings;
}

/** The API has a host of its own for files; a proxy or a simulator takes them itself, with its users' headers. */
function filesBeside(baseUrl: string | undefined): string {
  return baseUrl === undefined || isApi(baseUrl) ? FILES_API : baseUrl;
}

function readLanguage(language: Language | undefined): Language | undefined {
  if (language === undefined || Array.isArray(Object(language).sentences)) return language;
  throw new ConfigError("language must be one that the package exports", 'import { zh } from "wanreel/zh"');
}

function checkFallback(fallback: unknown): void {
  if (fallback === undefined || typeof fallback === "boolean") return;
  if (!Array.isArray(fallback)) throw new ConfigError("fallback must be true, false, or an array of model ids");
  const stray = fallback.findIndex((id) => suggestModel(String(id)) !== id);
  if (stray < 0) return;
  const id: unknown = fallback[stray];
  throw new ConfigError(`fallback names ${JSON.stringify(id)}, which is no model`, modelHint(id));
}

/** The poll options, with another deadline where one is given. */
export function withDeadline(
  settings: Settings,
  options: ClientOptions["poll"],
  deadlineMs: number | undefined,
): readonly number[] {
  return deadlineMs === undefined ? settings.poll : readRows({}, { ...options, deadlineMs }).poll;
}

function readHeaders(headers: ClientOptions["headers"]): Headers {
  try {
    return new Headers(headers);
  } catch (cause) {
    throw new ConfigError("headers is not what new Headers() takes", undefined, cause);
  }
}

function readMs(name: string, value: number | undefined, standard: number): number {
  if (value === undefined) return standard;
  if (typeof value === "number" && value > 0) return value;
  throw new ConfigError(`${name} must be a number of milliseconds greater than 0`);
}
