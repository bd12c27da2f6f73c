// Makes a video and saves it: node index.js "A lighthouse at dusk" dusk.mp4
import { estimateCost, WanClient, WanError } from "wanreel";
import { FileStore } from "wanreel/stores";

const [prompt = "A lighthouse keeper climbs the spiral stairs at dusk", path = "video.mp4"] = process.argv.slice(2);

const client = new WanClient({
  // Takes EVOLINK_API_KEY from the environment.
  baseUrl: process.env.EVOLINK_BASE_URL, // such as that of `npx wanreel simulate`; without it, the API
  store: new FileStore(".wanreel"), // the same request again is the same task, and is not paid for twice
  budget: { perCallMicroUsd: 1_000_000 }, // refuses what can cost more than $1
});

try {
  const request = /** @type {const} */ ({ model: "wan2.7-text-to-video", prompt });
  console.log(`it costs $${estimateCost(request).usd.toFixed(2)}`);
  const task = await client.generate(request, {
    onProgress: ({ id, status, progress }) => console.log(`${id}  ${status} ${progress} %`),
  });
  await client.archive(task, { path });
  console.log(`saved ${path}`);
} catch (error) {
  if (!(error instanceof WanError)) throw error;
  console.error(error.hint ? `${error.message}\n  ${error.hint}` : error.message);
  process.exitCode = 1;
}
