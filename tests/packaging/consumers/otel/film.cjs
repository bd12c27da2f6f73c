const { estimateCost, validate } = require("wanreel");
const { TracedWanClient } = require("wanreel/otel");
const { job } = require("./job.cjs");

const options = { baseUrl: process.env.API, apiKey: "sk-packaging" };
job({ estimateCost, validate, WanClient: TracedWanClient }, options).then((answer) =>
  console.log(`answer: ${JSON.stringify(answer)}`),
);
