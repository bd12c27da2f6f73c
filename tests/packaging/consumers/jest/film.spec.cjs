const wanreel = require("wanreel");
const { job } = require("./job.cjs");
const { subpaths } = require("./subpaths.cjs");

test("a film", async () => {
  await subpaths({
    ...wanreel,
    ...require("wanreel/media"),
    ...require("wanreel/simulator"),
    ...require("wanreel/stores"),
  });
  const answer = await job(wanreel, { baseUrl: process.env.API });
  expect(answer.status).toBe("completed");
  process.stdout.write(`answer: ${JSON.stringify(answer)}\n`);
});
