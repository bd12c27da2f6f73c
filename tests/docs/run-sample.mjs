// Runs a sample in this process, as `node run-sample.mjs FILE`: whatever it sends to the API goes to a simulator.
import { createSimulator } from "wanreel/simulator";

process.env.EVOLINK_API_KEY = "sk-of-the-documentation";
const simulator = createSimulator({ generationMs: 50 });
globalThis.fetch = (input, init) => {
  const { host } = new URL(input instanceof Request ? input.url : input);
  if (!/(^|\.)evolink\.ai$|\.test$/.test(host)) throw new Error(`a sample asks ${host}`);
  return simulator.fetch(input, init);
};

await import(process.argv[2]);
