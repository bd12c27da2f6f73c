import { estimateCost, validate, WanClient } from "wanreel";
import { probe } from "wanreel/media";
import { createSimulator } from "wanreel/simulator";
import { MemoryStore } from "wanreel/stores";
import { job } from "./job.mjs";
import { subpaths } from "./subpaths.mjs";

test("a film", async () => {
  await subpaths({ createSimulator, MemoryStore, probe, WanClient });
  const answer = await job({ estimateCost, validate, WanClient }, { baseUrl: process.env.API });
  expect(answer.status).toBe("completed");
  process.stdout.write(`answer: ${JSON.stringify(answer)}\n`);
});
