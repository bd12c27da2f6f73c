// Every request of the guide, all the way to its video.
import { deepEqual, equal } from "./assert.mjs";

/** The samples that are whole requests; the vectors hold each several times. */
function requests(vectors) {
  const found = new Map();
  for (const { name, fn, request, expect } of vectors["guide-samples"].cases) {
    if (fn === "validate" && expect.valid) found.set(name.replace(/: .*/, ""), request);
  }
  return [...found];
}

export const casesOf = (vectors) =>
  requests(vectors).map(([name, request]) => ({
    name: `guide: ${name}`,
    async run({ wanreel, world, client }) {
      deepEqual(wanreel.validate(request), { valid: true, issues: [] }, "validate");
      const built = wanreel.buildRequest(request);
      const there = await world({ completeAfterPolls: 2 });
      const task = await client(there).generate(request);
      equal(task.status, "completed", "status");
      const [sent] = await there.seen("submit");
      equal(sent.body, built.body, "the body posted");
      const [known] = await there.tasks();
      deepEqual(known.request, request, "what the server understood");
      deepEqual([known.unknownFields, known.truncated], [[], []], "what it passed over or cut");
      const { range } = wanreel.estimateCost(request);
      const billed = await there.billed();
      equal(range.minMicroUsd <= billed && billed <= range.maxMicroUsd, true, `billed ${billed}, estimated`);
    },
  }));
