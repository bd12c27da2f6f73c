// Without a bundler nobody looks into package.json: the entry is named by its path.

import { job } from "./job.mjs";
import { estimateCost, validate, WanClient } from "./node_modules/wanreel/dist/workerd.js";

export default {
  async fetch(_request, { API }) {
    return Response.json(await job({ estimateCost, validate, WanClient }, { baseUrl: API, apiKey: "sk-packaging" }));
  },
};
