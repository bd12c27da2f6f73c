/** The lengths of a request's videos, where a budget counts by them and nobody told them. */

import { type StopSignal, withSignal } from "../internal/abort.js";
import { inMoment, type Lengths, readLengths, whyUnknown } from "../limits/read-lengths.js";
import type { Context } from "./context.js";
import type { Submission } from "./submission.js";

/** Reads them before the claim, for a moment; what comes later is learned then. */
export async function learnLengths(context: Context, submission: Submission, signal: StopSignal): Promise<void> {
  const { budget, store } = context;
  const { built, key } = submission;
  if (budget.price(built.body, submission.inputs)?.exact !== false) return;
  // What was submitted before is not put aside again.
  if ((await withSignal(store.get(key), signal))?.taskId !== undefined) return;
  const options = { fetch: context.settings.fetch, signal: undefined };
  const learned = readLengths(built.request, submission.inputs, options).then((found) =>
    context.persist(() => learn(context, submission, found)),
  );
  await withSignal(inMoment(learned), signal);
}

async function learn(context: Context, submission: Submission, { inputs, error }: Lengths): Promise<void> {
  await submission.learn(inputs);
  if (error === undefined) return;
  const message =
    `the length of an input video could not be read (${whyUnknown(error)}): the budget counts the most the request can cost; ` +
    "tell the length by `inputs`";
  context.emit({ type: "warning", code: "input_length_unknown", message });
}
