import { estimateCost, init, validate, WanClient } from "wanreel/slim";
import module from "wanreel/wanreel_bg.wasm";
import { job } from "./job.mjs";

export default {
  async fetch(_request, { API }) {
    await init(module);
    return Response.json(await job({ estimateCost, validate, WanClient }, { baseUrl: API, apiKey: "sk-packaging" }));
  },
};
