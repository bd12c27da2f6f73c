/** What the proxy can be told, and what it tells. */

import type { ProxyTimeouts, RateLimit } from "../generated/proxy-options.js";
import type { Budget, SpendingLine, TaskStore } from "../types/client.js";
import type { LimitStore } from "../types/limits.js";
import type { ModelId, VideoRequest } from "../types/request.js";
import type { MediaFacts, PriceTable, PriceTableName } from "../types/results.js";

/** What happens at the proxy, for a log. Never holds the key. */
export type ProxyEvent =
  | { type: "refused"; status: number; code: string; user?: string }
  /** `microUsd` is a `ceiling`, the most it can cost, where the length of an input video is not known. */
  | { type: "submitted"; user: string; taskId: string; microUsd: number; ceiling: boolean; replayed: boolean }
  /** It may be billed: look for it by time and prompt. The money stays reserved. */
  | { type: "unknown"; user: string; idempotencyKey: string; fingerprint: string; reason: string }
  /**
   * The API refused or could not be reached. 401, 402 and 403 are about the key and its account, not the user. `reason`: where
   * there was no answer, whose and why, such as "https://api.evolink.ai could not be reached: ENOTFOUND".
   */
  | { type: "upstream"; user: string; status: number; code: string; reason?: string }
  /** A function of yours, or a store, threw; or there is no usable API key. */
  | { type: "failed"; where: "apiKey" | "authorize" | "inputs" | "limits" | "store" | "proxy"; error: unknown };

/** Whose request it is, as authorized. */
export interface Visitor {
  user: string;
  /** What for; empty where nothing was said. */
  feature: string;
}

/** Whose request it is. */
export interface Authorized {
  /** 1 to 256 characters. */
  user: string;
  /** What for: a line of its own in what was spent. At most 64 characters. */
  feature?: string;
}

export interface ProxyOptions {
  /** Stays on the server. Default: EVOLINK_API_KEY of the environment, where there is one. */
  apiKey?: string | (() => string | Promise<string>);
  /**
   * Whose request this is, or null to refuse it. Must not read the body. There is no default: a proxy that anybody may
   * use is an API key that anybody may use.
   */
  authorize: (request: Request) => Authorized | null | Promise<Authorized | null>;
  /**
   * The path it stands at, as the proxy sees it; "/" for the root of its host, and where a router cuts the path off. Default:
   * "/api/wan".
   */
  mount?: string;
  /** Models users may ask for. Default: all. */
  models?: readonly ModelId[];
  /** Submits by user; false lifts it. Default: 30 a minute. */
  rateLimit?: RateLimit | false;
  /** Money; `perUserDayMicroUsd` by user, the others for all. The most a request can cost is reserved before it is sent. */
  budget?: Budget;
  /** Where rates and money are counted. Default: in memory, so each isolate or process by itself. */
  limits?: LimitStore;
  /**
   * How long the videos of a request are, which reference-video and video-edit are billed for. Default: with a `budget`, read
   * from their headers, on public hosts over https alone; a submit waits 2 seconds for it, and what is read later counts when
   * its task ends. `false`: nothing is read. A function tells what you know of them, by URL or field, as for `validate`; it has
   * 5 seconds, and a `fetch` that goes to such hosts alone. What is not known is reserved and settled at the longest allowed,
   * and the event "submitted" says so (`ceiling`).
   */
  inputs?:
    | false
    | ((
        request: VideoRequest,
        user: string,
        fetch: (url: string, init?: RequestInit) => Promise<Response>,
      ) => MediaFacts | undefined | Promise<MediaFacts | undefined>);
  /** Where idempotency keys are remembered. Default: in memory, each isolate for itself. */
  store?: TaskStore;
  /**
   * A POST with the key of one whose outcome is unknown. "refuse", the default: the outcome stays unknown. "resend": it is
   * passed on once, with the same key, for those who trust the API to know it again.
   */
  onUnknownOutcome?: "refuse" | "resend";
  /**
   * Signs task ids: 32 characters or more; of several, the first signs and all are taken. Default: made from apiKey, so that
   * ids end with the key.
   */
  secret?: string | readonly string[];
  /**
   * Whose task ids they are: an id is honoured by proxies of the same audience (and secret) alone, and counted as one service. Default: the mount. To be
   * given where two services share one API key or secret, since a user of one may have the name of a user of the other.
   */
  audience?: string;
  /**
   * Where results point. "proxy", the default: to the proxy's content route, which asks `authorize` as every route does;
   * right for cookies. "signed": the same with a signature in place of `authorize`, good for an hour, for those whose pages
   * authorize by a header, which a <video> cannot send. "direct": to the API's file host.
   */
  results?: "proxy" | "signed" | "direct";
  /** The site's origin, for the links to results, where the request does not tell ("https://example.com"). */
  publicUrl?: string;
  /** Other origins whose pages may use the proxy. Default: none but its own. */
  allowedOrigins?: readonly string[];
  /** Whether a user may name a `callback_url`. Default: no. */
  allowCallbackUrl?: boolean | ((url: string, user: string) => boolean | Promise<boolean>);
  /** Whether `GET /v1/credits` shows users the account. Default: no. */
  credits?: boolean;
  /** Whether users may upload media, and how large. Default: no; with true, 20 MB. */
  uploads?: boolean | { maxBytes?: number };
  /** Default "strict"; "lenient" lets over-long text through, which the API cuts. */
  validate?: "strict" | "lenient";
  prices?: PriceTable | PriceTableName;
  /** Longest JSON body, in bytes. Default 65536. */
  maxBodyBytes?: number;
  timeouts?: ProxyTimeouts;
  /** Default https://api.evolink.ai. */
  baseUrl?: string;
  /** Default https://files-api.evolink.ai. */
  filesBaseUrl?: string;
  /** Sends to the API and its file hosts. */
  fetch?: typeof fetch;
  /**
   * Default: what keeps it from working (no key, an API that cannot be reached or refuses the key, what failed) and outcomes
   * that are unknown are printed to the console, without key and prompt, the same line once a minute; what
   * fails and is no WanError (a hook of your own that throws) is printed whole. Nothing else is.
   */
  onEvent?: (event: ProxyEvent) => void;
}

/**
 * Answers a request; never rejects. Of what a runtime passes beside the request, only an object with `waitUntil` is used: a
 * submit is then seen through when the page goes away.
 */
export interface WanProxy {
  (request: Request, ...context: unknown[]): Promise<Response>;
  /**
   * What all who count in the same limits spent by day, user, feature and model, over the last 35 days. Users are told apart by
   * a digest: keys of counters name nobody; ask for one user, or one UTC day ("2026-11-22"), to have the lines of that.
   * @throws ConfigError where the limits cannot list their counters
   */
  spending(only?: { user?: string; day?: string }): Promise<SpendingLine[]>;
}
