// The tests run in workerd, with its queue, objects and bucket; the API is the simulator, over HTTP.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { cloudflareTest } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import { createHttpHandler, createSimulator } from "wanreel/simulator";

export default defineConfig(async () => {
  const api = createServer(createHttpHandler(createSimulator({ generationMs: 200 }), { all: true }));
  api.listen(0, "127.0.0.1").unref();
  await once(api, "listening");
  const bindings = {
    EVOLINK_API_KEY: "any",
    EVOLINK_BASE_URL: `http://127.0.0.1:${(api.address() as AddressInfo).port}`,
    CALLBACK_ORIGIN: "",
    USER_TOKEN: "user",
    OPERATOR_TOKEN: "operator",
  };
  return {
    plugins: [cloudflareTest({ wrangler: { configPath: "./wrangler.jsonc" }, miniflare: { bindings } })],
    test: { testTimeout: 60_000 },
  };
});
