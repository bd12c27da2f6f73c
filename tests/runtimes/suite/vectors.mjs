// Every vector of tests/vectors, one case a file, as the native runner does it.
import { Failure, shown } from "./assert.mjs";
import { differences } from "./compare.mjs";
import { revive } from "./values.mjs";

const ANSWERS = {
  validate: (wanreel, subject, options) => wanreel.validate(subject, options),
  buildRequest: (wanreel, subject, options) => wanreel.buildRequest(subject, options),
  fingerprint(wanreel, subject, _options, other) {
    const { fingerprint } = wanreel.buildRequest(subject);
    const equal = other === undefined ? undefined : wanreel.buildRequest(other).fingerprint === fingerprint;
    return { sha256: fingerprint, equal };
  },
  estimateCost: (wanreel, subject, options) => wanreel.estimateCost(subject, options),
  estimateBudget: (wanreel, subject) => wanreel.estimateBudget(subject),
  compareProviders: (wanreel, subject, options) => ({ rows: wanreel.compareProviders(subject, options) }),
  suggestModel: (wanreel, subject) => ({ id: wanreel.suggestModel(subject) }),
  models: (wanreel) => ({
    ids: wanreel.models().map(({ id }) => id),
    bestFor: Object.fromEntries(wanreel.models().map(({ id, bestFor }) => [id, bestFor])),
  }),
  migrate: (wanreel, subject) => wanreel.migrate(subject),
  parseTask(wanreel, subject) {
    const task = wanreel.parseTask(subject);
    return { ...task, createdAtMs: task.createdAt?.getTime(), expiresAtMs: task.expiresAt?.getTime() };
  },
  pollDelays: (wanreel, subject) => ({ delays: [...wanreel.pollDelays(subject ?? undefined)] }),
};

function answer(wanreel, { fn, request, input, other, options }) {
  try {
    return ANSWERS[fn](wanreel, revive(request ?? input), revive(options), revive(other));
  } catch (error) {
    return { throws: error.name, message: error.message, issues: error.issues };
  }
}

function report({ name, source, expect }, differ) {
  return `✗ ${name}\n    source:   ${source}\n    expected: ${shown(expect)}\n    differs:  ${differ.join("\n              ")}`;
}

/** A case a file. */
export function casesOf(vectors) {
  return Object.entries(vectors).map(([file, { cases }]) => ({
    name: `vectors: ${file}`,
    run({ wanreel }) {
      const failed = [];
      for (const one of cases) {
        const differ = differences(one.expect, answer(wanreel, one));
        if (differ.length > 0) failed.push(report(one, differ));
      }
      if (failed.length === 0) return;
      throw new Failure(`${failed.length} of ${cases.length} vectors fail\n${failed.join("\n")}`);
    },
  }));
}
