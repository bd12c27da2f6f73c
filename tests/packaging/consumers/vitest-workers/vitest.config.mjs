import { cloudflareTest } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [
    cloudflareTest({
      // With a configuration of wrangler's come its rules, and so the import of a .wasm.
      wrangler: { configPath: "./wrangler.jsonc" },
      miniflare: { bindings: { API: process.env.API } },
    }),
  ],
});
