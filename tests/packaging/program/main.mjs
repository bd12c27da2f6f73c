import { estimateCost, validate, WanClient } from "wanreel";
import { probe } from "wanreel/media";
import { createSimulator } from "wanreel/simulator";
import { MemoryStore } from "wanreel/stores";
import { job } from "./job.mjs";
import { subpaths } from "./subpaths.mjs";

// A bundler that makes CommonJS of this takes no top-level await.
async function main() {
  await subpaths({ createSimulator, MemoryStore, probe, WanClient });
  const answer = await job({ estimateCost, validate, WanClient }, { baseUrl: process.env.API, apiKey: "sk-packaging" });
  console.log(`answer: ${JSON.stringify(answer)}`);
}

main();
