const wanreel = require("wanreel");
const { job } = require("./job.cjs");
const { subpaths } = require("./subpaths.cjs");

async function main() {
  await subpaths({
    ...wanreel,
    ...require("wanreel/media"),
    ...require("wanreel/simulator"),
    ...require("wanreel/stores"),
  });
  const answer = await job(wanreel, { baseUrl: process.env.API, apiKey: "sk-packaging" });
  console.log(`answer: ${JSON.stringify(answer)}`);
}

main();
