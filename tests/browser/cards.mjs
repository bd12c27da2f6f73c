// How each card of an error comes about on the page.
import { idOnPage } from "./demo.mjs";

const download = async (page) => {
  await page.waitForSelector("#download:not([hidden])");
  await page.click("#download");
};

const submits = (status, code, more) => ({ on: "submit", status, ...(code && { code }), ...more });
const offline = (_, context) => context.setOffline(true);

/** The Worker is sent what the form would not let through. */
const altered = (page) =>
  page.route("**/edge/jobs", (route) => {
    const request = route.request().postDataJSON();
    return route.continue({ postData: JSON.stringify({ ...request, duration: 99 }) });
  });

/** What the pipeline allows a visitor in a day is used up: first by the longest and dearest jobs, then by ones like the sample. */
const spend = (page) =>
  page.evaluate(async () => {
    const headers = { "content-type": "application/json" };
    const post = (request) => fetch("/edge/jobs", { method: "POST", headers, body: JSON.stringify(request) });
    for (const [duration, quality] of [
      [15, "1080p"],
      [5, "720p"],
    ]) {
      const request = { model: "wan2.7-text-to-video", prompt: "A long afternoon", duration, quality };
      let [seed, status] = [1, 202];
      for (; status === 202 && seed < 30; seed++) ({ status } = await post({ ...request, seed }));
      if (status !== 402) throw new Error(`the pipeline answered ${status}`);
    }
  });

/** The page's Worker is set up rightly: it is answered as one that is not would. */
const misconfigured = (page) =>
  page.route("**/edge/jobs", (route) =>
    route.fulfill({ status: 500, json: { error: { code: "config", message: "apiKey: is not set", type: "config" } } }),
  );

/**
 * By class: the simulator's rule, or what the page and its network go through instead, `before` the click that submits or
 * after it.
 */
export const CARDS = [
  { name: "InvalidRequestError", rule: submits(400, "invalid_parameter") },
  { name: "ContentPolicyError", rule: { do: "fail", code: "content_policy_violation" } },
  { name: "AuthenticationError", rule: submits(401, "invalid_api_key") },
  { name: "InsufficientQuotaError", rule: submits(402, "insufficient_quota") },
  { name: "PermissionDeniedError", rule: submits(403, "permission_denied") },
  { name: "UnknownModelError", rule: submits(404, "model_not_found") },
  { name: "RateLimitError", rule: submits(429, undefined, { retryAfter: 0 }) },
  { name: "ServerError", rule: submits(503, undefined, { retryAfter: 0 }) },
  { name: "SubmissionUnknownError", rule: submits(504, undefined, { accepted: true, body: "html" }) },
  { name: "NotFoundError", rule: { on: "poll", status: 404 } },
  { name: "TaskFailedError", rule: { do: "fail" } },
  { name: "NetworkError", rule: { on: "result", do: "drop_before" }, after: download },
  { name: "NetworkError", rule: { on: "result", do: "drop_body" }, after: download },
  { name: "ValidationError", runner: "edge", before: altered },
  { name: "ConnectionLost", runner: "edge", before: offline },
  {
    name: "ConnectionLost",
    runner: "edge",
    rule: { do: "never_finish" },
    after: async (page) => {
      await idOnPage(page);
      await page.route("**/edge/jobs/**", (route) => route.abort());
      await page.reload();
    },
  },
  { name: "BudgetError", runner: "edge", before: spend },
  { name: "ConfigError", runner: "edge", before: misconfigured },
];
