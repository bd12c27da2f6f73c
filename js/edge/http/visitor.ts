/** Whose request it is. What a hook throws, or answers that is nobody, lets nobody in. */
import { Refused } from "../../proxy/answer.js";
import type { Deployment } from "../deployment.js";
import type { JobOwner } from "../types.js";

const LONGEST_USER = 256;
const LONGEST_FEATURE = 64;
const MOST_PRIORITY = 9;

/** Who asks, and whether they may see everything. */
export interface Visitor extends Required<JobOwner> {
  operator: boolean;
}

/** @throws Refused with 401 where it is nobody */
export async function visitorOf(deployment: Deployment, request: Request): Promise<Visitor> {
  const operator = (await operatorSays(deployment, request)) === true;
  const owner = await ask(deployment, request, () => deployment.checked.options.authorize(request, deployment.env));
  if (owner === null || owner === undefined) {
    // An operator need not be a user.
    if (operator) return { user: "", feature: "", priority: 0, operator };
    throw new Refused(401, { code: "unauthorized", message: "sign in first", type: "session_required" });
  }
  const { user, feature = "", priority = 0 } = Object(owner) as JobOwner;
  const known =
    typeof user === "string" &&
    user.length > 0 &&
    user.length <= LONGEST_USER &&
    typeof feature === "string" &&
    feature.length <= LONGEST_FEATURE &&
    Number.isInteger(priority) &&
    Math.abs(priority) <= MOST_PRIORITY;
  if (known) return { user, feature, priority, operator };
  const words =
    "authorize must answer null, or { user, feature?, priority? } of 1 to 256 characters, 64 characters, -9 to 9";
  deployment.log.failed("authorize", new TypeError(words));
  throw internal();
}

/** Carries the Response that the hook `operators` gave, such as a redirect to a login. */
export class SentElsewhere extends Error {
  constructor(readonly answer: Response) {
    super("whoever asks is no operator yet");
  }
}

/** @throws Refused with 403 where it is none, or SentElsewhere */
export async function requireOperator(deployment: Deployment, request: Request): Promise<void> {
  const answer = await operatorSays(deployment, request);
  if (answer === true) return;
  if (answer instanceof Response) throw new SentElsewhere(answer);
  const message = "only an operator may do this";
  throw new Refused(403, { code: "operators_only", message, type: "permission_error" });
}

async function operatorSays(deployment: Deployment, request: Request): Promise<unknown> {
  const { operators } = deployment.checked.options;
  return operators && ask(deployment, request, () => operators(request, deployment.env));
}

async function ask<T>(deployment: Deployment, request: Request, hook: () => T | Promise<T>): Promise<T> {
  try {
    const answer = await hook();
    if (request.bodyUsed)
      throw new TypeError("a hook read the body, which the pipeline needs: give it request.clone()");
    return answer;
  } catch (error) {
    deployment.log.failed("authorize", error);
    throw internal();
  }
}

function internal(): Refused {
  const message = "it could not be found out who you are; nothing was done";
  return new Refused(500, { code: "internal_error", message, type: "api_error" });
}
