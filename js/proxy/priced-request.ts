/** What a user asks for: checked, allowed and priced, before anything is reserved. */
import { build } from "../api/request.js";
import { ValidationError } from "../errors/local.js";
import { snapshot } from "../internal/snapshot.js";
import type { BuiltRequest, Issue } from "../types/results.js";
import { Refused } from "./answer.js";
import { boundIssues } from "./bound.js";
import { type Price, priceOf } from "./input-lengths.js";
import type { Settings } from "./settings.js";

export interface PricedRequest extends Price {
  built: BuiltRequest;
  model: string;
}

/** @throws Refused with every finding */
export async function accept(settings: Settings, user: string, request: unknown): Promise<PricedRequest> {
  const built = check(settings, request);
  const { model, callback_url: callbackUrl } = built.request as { model: string; callback_url?: string };
  if (settings.models && !settings.models.has(model)) {
    const message = `model ${model} is not offered here`;
    throw new Refused(403, { code: "model_not_allowed", message, type: "permission_error", param: "model" });
  }
  if (callbackUrl !== undefined && !(await mayCallBack(settings, callbackUrl, user))) {
    const message = "callback_url is not allowed here";
    throw new Refused(403, { code: "callback_not_allowed", message, type: "permission_error", param: "callback_url" });
  }
  const price = await priceOf(settings, built.request, built.body, user);
  withinCall(settings, built.body, price.costOptions);
  return { built, model, ...price };
}

function check({ wire }: Settings, request: unknown): BuiltRequest {
  if (typeof request !== "object" || request === null || Array.isArray(request)) {
    throw new Refused(400, { code: "invalid_request", message: "the body must be a JSON object" });
  }
  try {
    return build(snapshot(request), wire.strength);
  } catch (error) {
    if (error instanceof ValidationError) throw refusing(error.message, error.issues, error.omitted);
    throw error;
  }
}

function refusing(message: string, issues: Issue[], omitted = 0): Refused {
  const param = issues.find(({ severity }) => severity === "error")?.path.join(".");
  const more = boundIssues(issues, omitted);
  return new Refused(400, { code: "invalid_request", message, ...(param ? { param } : {}), more });
}

async function mayCallBack({ options }: Settings, url: string, user: string): Promise<boolean> {
  const { allowCallbackUrl: allow = false } = options;
  return typeof allow === "function" ? (await allow(url, user)) === true : allow === true;
}

/** The limits of one call, which need no count. */
function withinCall({ counters }: Settings, body: string, costOptions: string): void {
  try {
    counters.reserve(body, costOptions, "", "", "", "", 0);
  } catch (thrown) {
    const { limit, message } = thrown as { limit?: string; message: string };
    if (limit === undefined) throw thrown;
    if (limit === "perCallMicroUsd") throw overBudget(message, limit);
    const field = limit === "maxQuality" ? "quality" : "duration";
    const code = limit === "maxQuality" ? "invalid_value" : "out_of_range";
    throw refusing(message, [{ severity: "error", code, path: [field], message }]);
  }
}

/** 402, which clients do not send again. */
export function overBudget(message: string, limit: string): Refused {
  return new Refused(402, { code: "budget_exceeded", message, type: "insufficient_quota", param: limit });
}
