import { env } from "cloudflare:test";
import { expect, test } from "vitest";
import { estimateCost, validate, WanClient } from "wanreel";
import { probe } from "wanreel/media";
import { createSimulator } from "wanreel/simulator";
import { MemoryStore } from "wanreel/stores";
import { job } from "./job.mjs";
import { subpaths } from "./subpaths.mjs";

test("a film", async () => {
  await subpaths({ createSimulator, MemoryStore, probe, WanClient });
  const options = { baseUrl: env.API, apiKey: "sk-packaging" };
  const answer = await job({ estimateCost, validate, WanClient }, options);
  expect(answer.status).toBe("completed");
  console.log(`answer: ${JSON.stringify(answer)}`);
});
