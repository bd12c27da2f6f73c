// The suite: what wanreel does, asked from inside an engine. Nothing here knows which one.
import { cases as abort } from "./abort.mjs";
import { cases as agreement } from "./agreement.mjs";
import { within } from "./assert.mjs";
import { cases as config } from "./config.mjs";
import { cases as download } from "./download.mjs";
import { cases as errors } from "./errors.mjs";
import { cases as events } from "./events.mjs";
import { cases as generate } from "./generate.mjs";
import { cases as hostile } from "./hostile.mjs";
import { casesOf as samplesOf } from "./samples.mjs";
import { cases as secrets } from "./secrets.mjs";
import { cases as statuses } from "./statuses.mjs";
import { cases as submit } from "./submit.mjs";
import { casesOf as vectors } from "./vectors.mjs";
import { cases as wait } from "./wait.mjs";
import { openContext } from "./world.mjs";

/** No case waits for the machine alone: one that hangs is told from one that is slow. */
const CASE_MS = 300_000;
/** Cases that mostly wait run side by side; browsers open six connections to a host. */
const LANES = 6;

async function runCase({ name, run }, context, tell) {
  const start = Date.now();
  await tell({ name, state: "started" });
  let error;
  try {
    await within(CASE_MS, Promise.resolve(run(context)), "the case");
  } catch (thrown) {
    // The engines differ in whether a stack begins with the message.
    const { message = String(thrown), stack = "" } = Object(thrown);
    error = stack.includes(message) ? stack : `${thrown}\n${stack}`;
  }
  await tell({ name, state: "ended", ms: Date.now() - start, ...(error === undefined ? {} : { error }) });
}

/**
 * Runs all cases. `engine`: `{ wanreel, simulator, origin, page, show }`, see world.mjs; `engine.filter`, a pattern of
 * names, keeps some. `tell` hears of each case when it starts and when it ends.
 */
export async function runSuite(engine, tell) {
  const wanted = ({ name }) => !engine.filter || new RegExp(engine.filter).test(name);
  const context = await openContext(engine);
  const pure = [...vectors(context.vectors), ...agreement, ...hostile, ...errors];
  for (const one of pure.filter(wanted)) await runCase(one, context, tell);
  const waiting = [
    ...generate,
    ...submit,
    ...wait,
    ...download,
    ...abort,
    ...statuses,
    ...config,
    ...events,
    ...secrets,
    ...samplesOf(context.vectors),
  ].filter(wanted);
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await runCase(next, context, tell);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
