import { defineConfig, loadEnv, type Plugin } from "vite";
import { createProxy, toNodeHandler } from "wanreel/proxy";

/** Adds the key for the page, on this server: a key in a page can be read by every visitor. */
function wan(env: Record<string, string>): Plugin {
  const handle = toNodeHandler(
    createProxy({
      apiKey: () => env.EVOLINK_API_KEY ?? "",
      baseUrl: env.EVOLINK_BASE_URL, // such as that of `npx wanreel simulate`; without it, the API
      // Everybody on this site is one user: a site that others can reach needs a server with your own session.
      authorize: async (request) => (request.headers.get("sec-fetch-site") === "same-origin" ? { user: "me" } : null),
      budget: { perUserDayMicroUsd: 5_000_000 },
    }),
  );
  return {
    name: "wan",
    configureServer: ({ middlewares }) => void middlewares.use("/api/wan", handle),
    configurePreviewServer: ({ middlewares }) => void middlewares.use("/api/wan", handle),
  };
}

export default defineConfig(({ mode }) => ({ plugins: [wan(loadEnv(mode, process.cwd(), "EVOLINK_"))] }));
