const { estimateCost, validate, WanClient } = require("wanreel");
const { VideoJob } = require("wanreel/video");
const { job } = require("./job.cjs");

const options = { baseUrl: process.env.API, apiKey: "sk-packaging", poll: { initialMs: 20, maxMs: 200 } };

class Shown extends WanClient {
  generate(request) {
    return new VideoJob(new WanClient(options)).generate(request);
  }
}

job({ estimateCost, validate, WanClient: Shown }, options).then((answer) =>
  console.log(`answer: ${JSON.stringify(answer)}`),
);
