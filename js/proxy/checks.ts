/** What an option may be. Whatever else is given is told apart here, by its name. */

import { modelHint, models } from "../api/catalog.js";
import { checkPrices } from "../api/prices.js";
import { orConfig } from "../api/schedule.js";
import { ConfigError } from "../errors/local.js";
import { BUDGET } from "../generated/options.js";
import {
  PROXY_SIZES_DEFAULTS,
  PROXY_TIMEOUTS_DEFAULTS,
  type ProxyTimeouts,
  type RateLimit,
} from "../generated/proxy-options.js";
import { checkNames, namesOf } from "../internal/options.js";
import { snapshot } from "../internal/snapshot.js";
import { timerMs } from "../internal/timer.js";
import { core } from "../internal/wasm.js";
import type { Audience } from "./task-token.js";
import type { ProxyOptions } from "./types.js";

export function readMount(mount: unknown): string {
  if (typeof mount === "string" && /^(\/[A-Za-z0-9._~-]+)*\/?$/.test(mount) && !/\/\.{1,2}(\/|$)/.test(mount)) {
    return mount.replace(/\/$/, "");
  }
  throw new ConfigError("mount must be a path of plain segments", 'as in "/api/wan", or "/" for the root');
}

export function readSecrets(secret: unknown): (() => Promise<readonly string[]>) | undefined {
  if (secret === undefined) return undefined;
  const secrets: unknown[] = Array.isArray(secret) ? [...secret] : [secret];
  if (secrets.length > 0 && secrets.every((each) => typeof each === "string" && each.length >= 32)) {
    return async () => secrets as string[];
  }
  throw new ConfigError("secret must be a string of at least 32 characters, or a list of them", "openssl rand -hex 32");
}

/** Whose task ids they are. Two services with one secret are told apart by it, also where their users have the same names. */
export function readAudience({ audience }: Omit<ProxyOptions, "apiKey">, mount: string): Audience {
  if (audience === undefined) return { name: mount, takesVersion1: true };
  if (typeof audience === "string" && audience !== "") return { name: audience, takesVersion1: false };
  throw new ConfigError("audience must be a string that is not empty", 'the name of the service, as in "shop"');
}

export function readModels(allowed: unknown): ReadonlySet<string> | undefined {
  if (allowed === undefined) return undefined;
  const known = new Set<unknown>(models().map(({ id }) => id));
  if (!Array.isArray(allowed)) throw new ConfigError("models must be a list of model ids", "models() lists them");
  const wrong = allowed.find((id) => !known.has(id));
  if (allowed.some((id) => !known.has(id))) {
    throw new ConfigError(`models names ${snapshot(wrong)}, which does not exist`, modelHint(wrong));
  }
  return new Set(allowed);
}

const OPTIONS = namesOf<Omit<ProxyOptions, "apiKey">>()(
  "authorize",
  "mount",
  "models",
  "rateLimit",
  "budget",
  "limits",
  "inputs",
  "store",
  "onUnknownOutcome",
  "secret",
  "audience",
  "results",
  "publicUrl",
  "allowedOrigins",
  "allowCallbackUrl",
  "credits",
  "uploads",
  "validate",
  "prices",
  "maxBodyBytes",
  "timeouts",
  "baseUrl",
  "filesBaseUrl",
  "fetch",
  "onEvent",
);
const RATES = namesOf<RateLimit>()("perMinute", "perHour", "perDay", "requestsPerMinute");

export function checkOptions(options: Omit<ProxyOptions, "apiKey">): void {
  checkNames("createProxy", options, OPTIONS);
}

export function checkRate(rate: RateLimit): void {
  checkNames("rateLimit", rate, RATES);
  for (const [name, value] of Object.entries(rate)) {
    if (value !== undefined && !(Number.isInteger(value) && value >= 0)) {
      throw new ConfigError(`rateLimit.${name} must be a whole number, 0 or more`);
    }
  }
}

export function checkMoney({ budget, prices, inputs }: Omit<ProxyOptions, "apiKey">): void {
  if (inputs !== undefined && inputs !== false && typeof inputs !== "function") {
    throw new ConfigError(`inputs is ${found(inputs)}; it must be a function or false`, "left out, lengths are read");
  }
  if (prices !== undefined) checkPrices(prices);
  if (budget === undefined) return;
  checkNames("budget", budget, BUDGET);
  orConfig(() => core().check_budget(snapshot(budget)));
}

export function withMethods<T extends object>(name: string, given: T | undefined, methods: string[]): T | undefined {
  if (given === undefined) return undefined;
  for (const method of methods) {
    if (typeof (given as Record<string, unknown> | null)?.[method] !== "function") {
      throw new ConfigError(`${name} has no ${method}()`);
    }
  }
  return given;
}

export function readOrigin(name: string, origin: unknown): string {
  try {
    const { protocol, origin: read, pathname, search } = new URL(String(origin));
    if (/^https?:$/.test(protocol) && pathname === "/" && search === "") return read;
  } catch {
    // Said below.
  }
  const hint = name === "allowedOrigins" ? "each is named: what any page may use, any page can spend" : undefined;
  throw new ConfigError(`${name}: ${snapshot(origin)} is no origin such as "https://example.com"`, hint);
}

/** As timers can wait them. */
export function readTimeouts(given: unknown = {}): Required<ProxyTimeouts> {
  checkNames("timeouts", given, Object.keys(PROXY_TIMEOUTS_DEFAULTS));
  const read = { ...PROXY_TIMEOUTS_DEFAULTS };
  for (const [name, value] of Object.entries(given as object)) {
    if (value === undefined) continue;
    if (!(typeof value === "number" && value > 0)) {
      const allowed = "a number of milliseconds greater than 0";
      throw new ConfigError(`timeouts.${name} is ${found(value)}; it must be ${allowed}`);
    }
    read[name as keyof ProxyTimeouts] = timerMs(value);
  }
  return read;
}

function found(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 40));
  return typeof value === "number" || value === null ? String(value) : `a ${typeof value}`;
}

export function readUploads(uploads: ProxyOptions["uploads"]): number {
  if (uploads === undefined || uploads === false) return 0;
  return positive(
    "uploads.maxBytes",
    uploads === true ? PROXY_SIZES_DEFAULTS.maxUploadBytes : (uploads.maxBytes ?? PROXY_SIZES_DEFAULTS.maxUploadBytes),
  );
}

export function positive(name: string, value: unknown): number {
  if (typeof value === "number" && value > 0 && Number.isFinite(value)) return value;
  throw new ConfigError(`${name} must be a number greater than 0`);
}
