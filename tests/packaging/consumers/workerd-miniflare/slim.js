import { probe } from "wanreel/media";
import { createSimulator } from "wanreel/simulator";
import { estimateCost, init, validate, WanClient } from "wanreel/slim";
import { MemoryStore } from "wanreel/stores";
import module from "wanreel/wanreel_bg.wasm";
import { job } from "./job.mjs";
import { subpaths } from "./subpaths.mjs";

export default {
  async fetch(_request, { API }) {
    // Nothing can be compiled here, and whoever tries is told so.
    const refused = await init(new Uint8Array(8)).catch(({ code }) => code);
    if (refused !== "wasm_blocked") throw new Error(`bytes: ${refused}`);
    await init(module);
    await subpaths({ createSimulator, MemoryStore, probe, WanClient });
    return Response.json(await job({ estimateCost, validate, WanClient }, { baseUrl: API, apiKey: "sk-packaging" }));
  },
};
