#!/usr/bin/env node
// The playground as static files, for any file server: the simulated API runs in its Service Worker.
import { build } from "./build.mjs";
import { at, main, step } from "./lib/steps.mjs";

const HELP = "site.mjs\n\nBuilds the playground into www/dist/site/: copy it to any file server, and open it there.";

await main(
  import.meta.url,
  HELP,
  async () => {
    await build();
    await step("site", async () => {
      const { bundleSite } = await import("../www/server/bundle.mjs");
      await bundleSite(at("www", "dist", "site"));
    });
  },
  {},
);
