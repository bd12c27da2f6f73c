// Another process with an operation that came as JSON: asks until it is over, and says what it was told.
import { createWan } from "wanreel/ai-sdk";
import { getVideoStatus, KEY } from "./sdk.mjs";

const [, , baseUrl, operation] = process.argv;
const model = createWan({ apiKey: KEY, baseUrl }).video("wan2.7-text-to-video");
const seen = [];
for (;;) {
  const result = await getVideoStatus(model, { operation: JSON.parse(operation) });
  seen.push(result.status);
  if (result.status !== "pending") {
    console.log(JSON.stringify({ seen, result }));
    break;
  }
  await new Promise((resolve) => setTimeout(resolve, 50));
}
