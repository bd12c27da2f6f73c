import { estimateCost, init, validate, WanClient } from "wanreel/slim";
import module from "wanreel/wanreel_bg.wasm";
import { job } from "./job.mjs";

export default {
  async fetch(_request, { API }) {
    // Nothing can be compiled here, and whoever tries is told so.
    const refused = await init(new Uint8Array(8)).catch(({ code }) => code);
    if (refused !== "wasm_blocked") throw new Error(`bytes: ${refused}`);
    await init(module);
    return Response.json(await job({ estimateCost, validate, WanClient }, { baseUrl: API, apiKey: "sk-packaging" }));
  },
};
