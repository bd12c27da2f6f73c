/** The options of a proxy, read once and checked: what is wrong is said when it starts, not when somebody is charged. */

import type { Counters } from "../../pkg/ledger/ledger_bg.js";
import { type KeyRing, keyRing } from "../client/key.js";
import { readSettings, type Settings as Wire } from "../client/settings.js";
import { ConfigError } from "../errors/local.js";
import { PROXY_SIZES_DEFAULTS, RATE_LIMIT_DEFAULTS, type RateLimit } from "../generated/proxy-options.js";
import { isLoopback } from "../internal/is-loopback.js";
import { oneOf } from "../internal/options.js";
import { isSimulated } from "../internal/simulator-mark.js";
import { snapshot } from "../internal/snapshot.js";
import { ledger } from "../limits/ledger.js";
import { MemoryLimits } from "../limits/memory.js";
import { SPACE } from "../limits/reservation.js";
import { MemoryStore } from "../stores/memory.js";
import type { TaskStore } from "../types/client.js";
import type { LimitStore } from "../types/limits.js";
import {
  checkMoney,
  checkOptions,
  checkRate,
  positive,
  readAudience,
  readModels,
  readMount,
  readOrigin,
  readSecrets,
  readTimeouts,
  readUploads,
  withMethods,
} from "./checks.js";
import { SharedReads } from "./shared-reads.js";
import { digest, Signer } from "./signer.js";
import { TaskTokens } from "./task-token.js";
import { teller } from "./tell.js";
import type { ProxyEvent, ProxyOptions } from "./types.js";

interface Memory {
  limits: MemoryLimits;
  store: MemoryStore;
  reads: Settings["reads"];
}

/**
 * Shared by all proxies of a process, since one made anew for each request, perhaps with a fetch made anew, would otherwise
 * limit nothing. A simulator in process is an API of its own.
 */
const memories = new WeakMap<object, Memory>();

function memoryOf(asks: typeof fetch | undefined): Memory {
  const api = asks && isSimulated(asks) ? asks : memories;
  const memory = memories.get(api) ?? {
    limits: new MemoryLimits(),
    store: new MemoryStore(),
    reads: new SharedReads(),
  };
  memories.set(api, memory);
  return memory;
}

export interface Settings {
  options: ProxyOptions;
  /** Where it stands. */
  mount: string;
  /** What it is counted and remembered as: its audience, else its mount. */
  service: string;
  wire: Wire;
  keys: KeyRing;
  tokens: TaskTokens;
  models: ReadonlySet<string> | undefined;
  rate: RateLimit;
  requestsPerMinute: number;
  limits: LimitStore;
  /** Counts each isolate's own requests. */
  local: LimitStore;
  store: TaskStore;
  /** What is being asked of the API in this moment, by task. */
  reads: SharedReads;
  /** What a submit adds to which counter. */
  counters: Counters;
  /**
   * Begins the keys of counters, which all clients and proxies that are given the same limits share, unless the proxy has an
   * audience of its own. In the memory that all proxies of a process share: which service, and which API key it has.
   */
  counterSpace(): Promise<string>;
  /** Begins the keys of records, which hold the service already. */
  storePrefix(): Promise<string>;
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
  const { bodyMs, ...timeouts } = readTimeouts(options.timeouts);
  const wire = readWire(options, timeouts);
  checkOptions(options);
  const mount = readMount(options.mount ?? "/api/wan");
  const publicOrigin = options.publicUrl === undefined ? undefined : readOrigin("publicUrl", options.publicUrl);
  const service = options.audience ?? mount;
  const own = memoryOf(options.fetch);
  const signer = new Signer(readSecrets(options.secret) ?? (async () => [(await keys.authorize()) ?? ""]));
  const memory = firstSeen(keys, wire);
  const { rateLimit, limits } = options;
  const rate = rateLimit === false ? {} : (rateLimit ?? RATE_LIMIT_DEFAULTS);
  checkRate(rate);
  checkMoney(options);
  return {
    options,
    mount,
    service,
    wire,
    keys,
    tokens: new TaskTokens(signer, readAudience(options, mount)),
    models: readModels(options.models),
    rate,
    requestsPerMinute:
      rateLimit === false
        ? Number.POSITIVE_INFINITY
        : (rate.requestsPerMinute ?? RATE_LIMIT_DEFAULTS.requestsPerMinute),
    limits: withMethods("limits", limits, ["add"]) ?? own.limits,
    local: own.limits,
    reads: own.reads,
    store: withMethods("store", options.store, ["get", "claim", "set", "delete"]) ?? own.store,
    counters: new (ledger().Counters)(snapshot(options.budget ?? {})),
    counterSpace: async () => {
      if (limits && options.audience === undefined) return SPACE;
      return `${SPACE}:${(await digest("space", service, limits ? "" : await memory())).slice(0, 16)}`;
    },
    storePrefix: async () => (options.store ? "proxy" : `proxy/${await memory()}`),
    results: oneOf("results", options.results ?? "proxy", ["proxy", "signed", "direct"]),
    origins: new Set((options.allowedOrigins ?? []).map((origin) => readOrigin("allowedOrigins", origin))),
    publicOrigin,
    bodyMs,
    maxBodyBytes: positive("maxBodyBytes", options.maxBodyBytes ?? PROXY_SIZES_DEFAULTS.maxBodyBytes),
    maxUploadBytes: readUploads(options.uploads),
    tell: teller(options, keys),
  };
}

/** The service in the memory that all share: by the key it was first seen with, so that it stays itself under a new one. */
function firstSeen(keys: KeyRing, { base }: Wire): () => Promise<string> {
  let known: string | undefined;
  return async () => {
    // No promise is shared: in Workers it would end with the request that made it, and leave the others waiting.
    const now = known ?? (await digest("counters", base, (await keys.authorize()) ?? "")).slice(0, 12);
    known ??= now;
    return known;
  };
}

function readWire(options: Omit<ProxyOptions, "apiKey">, timeouts: { submitMs: number; readMs: number }): Wire {
  const { baseUrl, filesBaseUrl, fetch, validate = "strict" } = options;
  oneOf("validate", validate, ["strict", "lenient"]);
  const wire = readSettings({
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(filesBaseUrl === undefined ? {} : { filesBaseUrl }),
    ...(fetch === undefined ? {} : { fetch }),
    timeouts,
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
