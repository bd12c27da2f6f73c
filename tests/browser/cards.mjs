// How each card of an error comes about on the page.
import assert from "node:assert/strict";
import { WanClient } from "wanreel";
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
    const order = route.request().postDataJSON();
    return route.continue({ postData: JSON.stringify({ ...order, request: { ...order.request, duration: 99 } }) });
  });

/** The page's Worker has no budget and is set up rightly: it answers what a client that has, or is not, says. */
const told = (options) => async (page) => {
  const trouble = await refused(options);
  const body = `${JSON.stringify({ type: "trouble", trouble })}\n`;
  await page.route("**/edge/jobs", (route) => route.fulfill({ body }));
};

async function refused(options) {
  try {
    const client = new WanClient({ apiKey: "sk-none", fetch: () => assert.fail("nothing is sent"), ...options });
    await client.submit({ model: "wan2.7-text-to-video", prompt: "A lake", duration: 10 });
  } catch (error) {
    return error.toJSON();
  }
  return assert.fail("it was let through");
}

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
      await page.route("**/edge/jobs/*", (route) => route.abort());
      await page.reload();
    },
  },
  { name: "BudgetError", runner: "edge", before: told({ budget: { maxDuration: 5 } }) },
  { name: "ConfigError", runner: "edge", before: told({ apiKey: "two words" }) },
];
