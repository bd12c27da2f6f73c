// Judging a request and making its body, in whatever runtime: what verdict.mjs bundles and runs.
import { buildRequest, validate } from "wanreel";
import { LONG, TYPICAL, WRONG } from "./schemas/requests.mjs";

const ours = {
  body: (request) => buildRequest(request).body,
  errors: (request) => validate(request).issues.map(({ message }) => message),
};

const CASES = {
  typical: ({ body }) => body(TYPICAL),
  long: ({ body }) => body(LONG),
  errors: ({ errors }) => errors(WRONG),
};

/** What works here, by name: a validator that compiles code does not where that is forbidden. */
async function subjects() {
  const made = { wanreel: ours };
  for (const [name, load] of [
    ["zod", () => import("./schemas/zod.mjs")],
    ["zod/mini", () => import("./schemas/zod-mini.mjs")],
    ["valibot", () => import("./schemas/valibot.mjs")],
    ["ajv", () => import("./schemas/ajv.mjs")],
  ]) {
    try {
      const subject = await load();
      subject.body(TYPICAL);
      made[name] = subject;
    } catch (error) {
      if (!/code generation|eval/i.test(String(error))) throw error;
    }
  }
  return made;
}

let all;
/** Runs one so often, in vain; answers the names where none is asked for. */
export async function repeat({ name, kind, times }) {
  all ??= await subjects();
  if (name === undefined) return Object.keys(all);
  const work = CASES[kind];
  const subject = all[name];
  if (kind === "errors" && work(subject).length < 3) throw new Error(`${name} finds ${work(subject)}`);
  let length = 0;
  for (let index = 0; index < times; index++) length += work(subject).length;
  return length;
}

export const KINDS = Object.keys(CASES);
const BATCHES = 120;
const BATCH_MS = 1.5;

/**
 * Microseconds of each, by kind and name: batches are short and take turns; the 10th percentile counts, since what comes between
 * only adds.
 */
export async function measure(now = () => performance.now()) {
  const names = await repeat({});
  const figures = {};
  for (const kind of KINDS) {
    const times = Object.fromEntries(names.map((name) => [name, []]));
    const most = {};
    for (const name of names) {
      await repeat({ name, kind, times: 3_000 });
      const began = now();
      await repeat({ name, kind, times: 1_000 });
      most[name] = Math.max(20, Math.round((BATCH_MS * 1_000) / Math.max(now() - began, 0.1)));
    }
    for (let batch = 0; batch < BATCHES; batch++) {
      for (const name of names) {
        const began = now();
        await repeat({ name, kind, times: most[name] });
        times[name].push(((now() - began) * 1_000) / most[name]);
      }
    }
    figures[kind] = Object.fromEntries(names.map((name) => [name, tenth(times[name])]));
  }
  return figures;
}

export const tenth = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 10)];
