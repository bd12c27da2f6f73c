/** The options of a proxy, read once and checked: what is wrong is said when it starts, not when somebody is charged. */
import { type KeyRing, keyRing } from "../client/key.js";
import { MemoryStore } from "../client/memory-store.js";
import { readSettings, type Settings as Wire } from "../client/settings.js";
import { models, suggestModel } from "../core/catalog.js";
import { orConfig } from "../core/schedule.js";
import { snapshot } from "../core/snapshot.js";
import { core } from "../core/wasm.js";
import { ConfigError } from "../errors/local.js";
import type { TaskStore } from "../types/client.js";
import { MemoryLimits } from "./limits.js";
import { digest, Seal } from "./seal.js";
import { Tickets } from "./ticket.js";
import type { LimitStore, ProxyEvent, ProxyOptions, RateLimit } from "./types.js";

const DEFAULT_RATE: RateLimit = { perMinute: 10 };
const DEFAULT_REQUESTS = 300;
const UPLOAD_BYTES = 20 * 1024 * 1024;

/** Shared by all proxies of a process, since one made anew for each request would otherwise limit nothing. */
const sharedLimits = new MemoryLimits();
const sharedStore = new MemoryStore();

export interface Settings {
  options: ProxyOptions;
  mount: string;
  wire: Wire;
  keys: KeyRing;
  tickets: Tickets;
  models: ReadonlySet<string> | undefined;
  rate: RateLimit;
  requestsPerMinute: number;
  limits: LimitStore;
  /** Counts each isolate's own requests. */
  local: LimitStore;
  store: TaskStore;
  /** Before the keys of counters: in a store of its own a proxy is known by its mount, in the shared memory by its key too. */
  space(): Promise<string>;
  /** Before the keys of intents, which know their mount. */
  shelf(): Promise<string>;
  results: "proxy" | "signed" | "direct";
  origins: ReadonlySet<string>;
  publicOrigin: string | undefined;
  bodyMs: number;
  maxBodyBytes: number;
  maxUploadBytes: number;
  tell(event: ProxyEvent): void;
}

export function readProxySettings({ apiKey, ...options }: ProxyOptions): Settings {
  if (typeof options.authorize !== "function") {
    throw new ConfigError(
      "authorize is missing: without it, anybody could spend your credits",
      "pass authorize: (request) => ({ user }) or null, by your session",
    );
  }
  const keys = keyRing({ apiKey, dangerouslyAllowBrowser: false });
  if (!keys.exists) throw new ConfigError("there is no API key", "pass apiKey, or set EVOLINK_API_KEY");
  const wire = readWire(options);
  const mount = readMount(options.mount ?? "/api/wan");
  const seal = new Seal(readSecrets(options.secret) ?? (async () => [(await keys.authorize()) ?? ""]));
  const memory = firstSeen(keys, wire);
  const { rateLimit, limits } = options;
  const rate = rateLimit === false ? {} : (rateLimit ?? DEFAULT_RATE);
  checkRate(rate);
  checkMoney(options);
  return {
    options,
    mount,
    wire,
    keys,
    tickets: new Tickets(seal),
    models: readModels(options.models),
    rate,
    requestsPerMinute: rateLimit === false ? Number.POSITIVE_INFINITY : (rate.requestsPerMinute ?? DEFAULT_REQUESTS),
    limits: withMethods("limits", limits, ["add"]) ?? sharedLimits,
    local: sharedLimits,
    store: withMethods("store", options.store, ["get", "claim", "set", "delete"]) ?? sharedStore,
    space: async () => (limits ? mount : `${mount}/${await memory()}`),
    shelf: async () => (options.store ? "proxy" : `proxy/${await memory()}`),
    results: oneOf("results", options.results ?? "proxy", ["proxy", "signed", "direct"]),
    origins: new Set((options.allowedOrigins ?? []).map((origin) => readOrigin("allowedOrigins", origin))),
    publicOrigin: options.publicUrl === undefined ? undefined : readOrigin("publicUrl", options.publicUrl),
    bodyMs: positive("timeouts.bodyMs", options.timeouts?.bodyMs ?? 10_000),
    maxBodyBytes: positive("maxBodyBytes", options.maxBodyBytes ?? 65_536),
    maxUploadBytes: readUploads(options.uploads),
    tell(event) {
      try {
        options.onEvent?.(event);
      } catch (error) {
        // A log that fails is its owner's concern, and must not cost an answer.
        console.error(error);
      }
    },
  };
}

/** The service in the memory that all share: by the key it was first seen with, so that it stays itself under a new one. */
function firstSeen(keys: KeyRing, { base }: Wire): () => Promise<string> {
  let known: Promise<string> | undefined;
  const ask = async () => (await digest("space", base, (await keys.authorize()) ?? "")).slice(0, 12);
  return () => {
    known ??= ask();
    known.catch(() => {
      known = undefined;
    });
    return known;
  };
}

function readWire(options: Omit<ProxyOptions, "apiKey">): Wire {
  const { baseUrl, filesBaseUrl, fetch, timeouts = {}, validate = "strict" } = options;
  oneOf("validate", validate, ["strict", "lenient"]);
  const { submitMs = 25_000, readMs = 15_000 } = timeouts;
  const wire = readSettings({
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(filesBaseUrl === undefined ? {} : { filesBaseUrl }),
    ...(fetch === undefined ? {} : { fetch }),
    timeouts: { submitMs, readMs },
    validate,
    // Sending again is for the page's client to decide: two that both send again would pay twice.
    retry: { attempts: 1 },
  });
  for (const [name, base] of [
    ["baseUrl", wire.base],
    ["filesBaseUrl", wire.filesBase],
  ] as const) {
    const { protocol, hostname } = new URL(base);
    if (protocol !== "https:" && !isLoopback(hostname)) {
      throw new ConfigError(`${name} must be https: over http anybody on the way could read the key`);
    }
  }
  return wire;
}

export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

function readMount(mount: unknown): string {
  if (typeof mount === "string" && /^(\/[A-Za-z0-9._~-]+)*\/?$/.test(mount) && !/\/\.{1,2}(\/|$)/.test(mount)) {
    return mount.replace(/\/$/, "");
  }
  throw new ConfigError("mount must be a path of plain segments", 'as in "/api/wan", or "/" for the root');
}

function readSecrets(secret: unknown): (() => Promise<readonly string[]>) | undefined {
  if (secret === undefined) return undefined;
  const secrets: unknown[] = Array.isArray(secret) ? [...secret] : [secret];
  if (secrets.length > 0 && secrets.every((each) => typeof each === "string" && each.length >= 32)) {
    return async () => secrets as string[];
  }
  throw new ConfigError("secret must be a string of at least 32 characters, or a list of them", "openssl rand -hex 32");
}

function readModels(allowed: unknown): ReadonlySet<string> | undefined {
  if (allowed === undefined) return undefined;
  const known = new Set<unknown>(models().map(({ id }) => id));
  if (!Array.isArray(allowed)) throw new ConfigError("models must be a list of model ids", "models() lists them");
  const wrong = allowed.find((id) => !known.has(id));
  if (allowed.some((id) => !known.has(id))) {
    const near = typeof wrong === "string" ? suggestModel(wrong) : null;
    const hint = near ? `did you mean "${near}"?` : "models() lists them";
    throw new ConfigError(`models names ${snapshot(wrong)}, which does not exist`, hint);
  }
  return new Set(allowed);
}

function checkRate(rate: RateLimit): void {
  const known = ["perMinute", "perHour", "perDay", "requestsPerMinute"];
  if (typeof rate !== "object" || rate === null) throw new ConfigError("rateLimit must be an object, or false");
  for (const [name, value] of Object.entries(rate)) {
    // A limit that is misspelt is no limit.
    if (!known.includes(name)) throw new ConfigError(`rateLimit has no ${name}`, `it has ${known.join(", ")}`);
    if (value !== undefined && !(Number.isInteger(value) && value >= 0)) {
      throw new ConfigError(`rateLimit.${name} must be a whole number, 0 or more`);
    }
  }
}

const MONEY = [
  "maxDuration",
  "maxQuality",
  "perCallMicroUsd",
  "perUserDayMicroUsd",
  "referenceVideoDayMicroUsd",
  "totalMicroUsd",
];

function checkMoney({ budget, prices }: Omit<ProxyOptions, "apiKey">): void {
  if (prices !== undefined) orConfig(() => core().check_prices(snapshot(prices)));
  if (budget === undefined) return;
  if (typeof budget !== "object" || budget === null) throw new ConfigError("budget must be an object");
  const stranger = Object.keys(budget).find((name) => !MONEY.includes(name));
  if (stranger !== undefined) throw new ConfigError(`budget has no ${stranger}`, `it has ${MONEY.join(", ")}`);
  orConfig(() => new (core().Ledger)(snapshot(budget)).free());
}

function withMethods<T extends object>(name: string, given: T | undefined, methods: string[]): T | undefined {
  if (given === undefined) return undefined;
  for (const method of methods) {
    if (typeof (given as Record<string, unknown> | null)?.[method] !== "function") {
      throw new ConfigError(`${name} has no ${method}()`);
    }
  }
  return given;
}

function readOrigin(name: string, origin: unknown): string {
  try {
    const { protocol, origin: read, pathname, search } = new URL(String(origin));
    if (/^https?:$/.test(protocol) && pathname === "/" && search === "") return read;
  } catch {
    // Said below.
  }
  const hint = name === "allowedOrigins" ? "each is named: what any page may use, any page can spend" : undefined;
  throw new ConfigError(`${name}: ${snapshot(origin)} is no origin such as "https://example.com"`, hint);
}

function readUploads(uploads: ProxyOptions["uploads"]): number {
  if (uploads === undefined || uploads === false) return 0;
  return positive("uploads.maxBytes", uploads === true ? UPLOAD_BYTES : (uploads.maxBytes ?? UPLOAD_BYTES));
}

function positive(name: string, value: unknown): number {
  if (typeof value === "number" && value > 0 && Number.isFinite(value)) return value;
  throw new ConfigError(`${name} must be a number greater than 0`);
}

function oneOf<T extends string>(name: string, value: unknown, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found) return found;
  throw new ConfigError(`${name} must be ${allowed.map((one) => `"${one}"`).join(" or ")}`);
}
