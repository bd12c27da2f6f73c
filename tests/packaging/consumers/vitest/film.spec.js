import { expect, test } from "vitest";
import { estimateCost, validate, WanClient } from "wanreel";
import { probe } from "wanreel/media";
import { createSimulator } from "wanreel/simulator";
import { MemoryStore } from "wanreel/stores";
import { job } from "./job.mjs";
import { subpaths } from "./subpaths.mjs";

test("a film", async () => {
  await subpaths({ createSimulator, MemoryStore, probe, WanClient });
  // Without a key, which a page must not hold; the API takes that of its proxy.
  const answer = await job({ estimateCost, validate, WanClient }, { baseUrl: import.meta.env.VITE_API });
  expect(answer.status).toBe("completed");
  console.log(`answer: ${JSON.stringify(answer)}`);
});
