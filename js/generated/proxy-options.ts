// Written by the build from src/options.rs: change it there.

/** The options of the proxy that have a number for a default. */

/** How much one user may ask for. */
export interface RateLimit {
  /** Submits of one user; unlimited in a `rateLimit` without it. Default 30. */
  perMinute?: number;
  /** Submits of one user in an hour. */
  perHour?: number;
  /** Submits of one user in a UTC day. */
  perDay?: number;
  /**
   * Requests of any kind by one user, counted by each isolate for itself: keeps polling within reason. Default 300.
   */
  requestsPerMinute?: number;
}

/** What RateLimit are where they are not given. */
export const RATE_LIMIT_DEFAULTS = { perMinute: 30, requestsPerMinute: 300 };

/** Milliseconds that a proxy gives what it does. */
export interface ProxyTimeouts {
  /** The body of a request. Default 10000. */
  bodyMs?: number;
  /** A submit. Default 25000. */
  submitMs?: number;
  /** A read. Default 15000. */
  readMs?: number;
}

/** What ProxyTimeouts are where they are not given. */
export const PROXY_TIMEOUTS_DEFAULTS = { bodyMs: 10000, submitMs: 25000, readMs: 15000 };

/** What ProxySizes are where they are not given. */
export const PROXY_SIZES_DEFAULTS = { maxBodyBytes: 65536, maxUploadBytes: 20971520 };
