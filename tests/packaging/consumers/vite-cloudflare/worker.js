import { estimateCost, validate, WanClient } from "wanreel";
import { probe } from "wanreel/media";
import { createSimulator } from "wanreel/simulator";
import { MemoryStore } from "wanreel/stores";
import { job } from "./job.mjs";
import { subpaths } from "./subpaths.mjs";

export default {
  async fetch(_request, { API }) {
    await subpaths({ createSimulator, MemoryStore, probe, WanClient });
    return Response.json(await job({ estimateCost, validate, WanClient }, { baseUrl: API, apiKey: "sk-packaging" }));
  },
};
