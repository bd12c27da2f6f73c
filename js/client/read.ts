/** Reading once, with retries: a read costs nothing. */

import { ApiError } from "../errors/api.js";
import type { Credits, RequestOptions } from "../types/client.js";
import type { Context } from "./context.js";
import { readMachine } from "./machines.js";
import { type Ended, toError } from "./report.js";
import { run } from "./run.js";

/** What stands at a path; the task there, where `taskId` names one. */
export async function read(context: Context, path: string, options: RequestOptions, taskId?: string): Promise<Ended> {
  context.checkKey();
  const finishedMs = taskId === undefined ? Number.NaN : context.finishedMs(taskId);
  const ended = (await run(context, {
    machine: readMachine(context.settings, taskId !== undefined, finishedMs, context.settings.base),
    path,
    signal: options.signal,
    onEffect: ({ do: what, attempt, ms: delayMs, report: { reason = "" } }) => {
      if (what !== "sleep") return;
      context.emit({ type: "retry", attempt, delayMs, reason, ...(taskId === undefined ? {} : { taskId }) });
    },
  })) as Ended;
  if (ended.report.error) throw toError(ended, { taskId });
  return ended;
}

/**
 * Credits out of an answer.
 * @throws ApiError where it holds none
 */
export function credits(text: string): Credits {
  const raw = JSON.parse(text);
  const { user, token } = raw?.data ?? {};
  const told = [user, token].some((account) => Number.isFinite(Number(account?.remaining_credits ?? "none")));
  if (raw?.success === false || !told) {
    throw new ApiError(String(raw?.message || "the answer tells no credits"), {
      code: "no_credits_told",
      hint: "check baseUrl and the key; asking again costs nothing",
      status: 200,
      retryable: true,
      body: raw,
    });
  }
  return {
    user: { remaining: Number(user?.remaining_credits), used: Number(user?.used_credits) },
    token: {
      remaining: Number(token?.remaining_credits),
      used: Number(token?.used_credits),
      unlimited: token?.unlimited_credits === true,
    },
    raw,
  };
}
