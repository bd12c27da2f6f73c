import { estimateCost, validate, WanClient } from "wanreel";
import { probe } from "wanreel/media";
import { createSimulator } from "wanreel/simulator";
import { MemoryStore } from "wanreel/stores";
import { job } from "./job.mjs";
import { subpaths } from "./subpaths.mjs";

addEventListener("fetch", (event) => event.respondWith(answer(new URL(event.request.url).searchParams.get("api"))));

async function answer(api) {
  await subpaths({ createSimulator, MemoryStore, probe, WanClient });
  return Response.json(await job({ estimateCost, validate, WanClient }, { baseUrl: api, apiKey: "sk-packaging" }));
}
