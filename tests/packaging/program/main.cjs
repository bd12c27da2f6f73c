const wanreel = require("wanreel");
const { job } = require("./job.cjs");

job(wanreel, { baseUrl: process.env.API, apiKey: "sk-packaging" }).then((answer) => {
  console.log(`answer: ${JSON.stringify(answer)}`);
});
