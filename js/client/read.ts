/** Reading once, with retries: a read costs nothing. */

import { ApiError } from "../errors/api.js";
import { core } from "../internal/wasm.js";
import type { Credits, RequestOptions } from "../types/client.js";
import { call, toError } from "./call.js";
import type { Context } from "./context.js";

/** The body of what stands at a path. */
export async function read(context: Context, path: string, options: RequestOptions, taskId?: string): Promise<string> {
  context.checkKey();
  const { retry, readMs } = context.settings;
  const ended = await call(
    context,
    options.signal,
    (happening) => context.pass(happening, taskId),
    (io) => core().run_read(io, path, taskId !== undefined, retry, readMs),
  );
  if (ended.text === undefined) throw toError(ended, { taskId });
  return ended.text;
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
