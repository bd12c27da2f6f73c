// Wrongs done to the driver that carries them.

const RUN = "js/client/run.ts";
const EXCHANGE = "js/client/exchange.ts";
export const carrying = [
  {
    name: "follows redirects",
    file: EXCHANGE,
    find: 'init.redirect = "manual";',
    replace: 'init.redirect = "follow";',
    red: ["POST 307 to itself", "POST 303 to itself"],
  },
  {
    name: "ignores Retry-After",
    file: RUN,
    find: 'headers?.get("retry-after")',
    replace: 'headers?.get("no-such-header")',
    red: ["POST 429 with Retry-After in seconds", "GET 503 with Retry-After in seconds"],
  },
  {
    name: "reads no date in Retry-After",
    file: "src/protocol/retry_after.rs",
    find: "let until = http_date(value)?;",
    replace: "let until = http_date(value).filter(|_| false)?;",
    red: ["POST 429 with Retry-After as a date"],
  },
  {
    name: "sends a new key with each attempt",
    file: RUN,
    find: 'headers.set("idempotency-key", idempotencyKey);',
    replace: 'headers.set("idempotency-key", idempotencyKey + Math.random());',
    red: ["POST 429", "re-sent once, the first dropped on the way"],
  },
  {
    name: "sends no key with a retry",
    file: RUN,
    find: "if (idempotencyKey !== undefined) headers",
    replace: "if (idempotencyKey !== undefined && effect.attempt < 2) headers",
    red: ["POST 429", "POST 500 in an envelope"],
  },
  {
    name: "takes a time-out for a request that never left",
    file: EXCHANGE,
    find: "const TIMED_OUT: Seen = { kind: 4 };",
    replace: "const TIMED_OUT: Seen = { kind: 5 };",
    red: ["POST answered after 40 s"],
  },
  {
    name: "measures a wait by the calendar",
    file: RUN,
    find: "timing, performance.now(),",
    replace: "timing, Date.now(),",
    red: ["the clock jumps an hour ahead in a wait"],
  },
];
