export const title = "wanreel/proxy";
export const packages = { hono: "4.13.19", wrangler: "4.86.0" };

const WORKERS = {
  Workers: ["plain.js"],
  "Workers with Durable Objects": ["--config=durable.jsonc"],
  "Hono on Workers": ["hono.js"],
};

export async function* run(place) {
  const version = `wrangler ${place.versionOf("wrangler")}`;
  const vars = [`--var=API:${place.api.url}`, "--var=EVOLINK_API_KEY:sk-of-the-proxy"];
  for (const [what, which] of Object.entries(WORKERS)) {
    const args = ["dev", ...which, "--ip=127.0.0.1", "--port=0", "--inspector-port=0", ...vars];
    const ready = { ready: /Ready on (http:\/\/\S+)/ };
    const answer = await place.serving("wrangler", args, ready, ({ match: [, SITE] }) =>
      place.answer(process.execPath, ["visitor.mjs"], { env: { SITE } }),
    );
    yield { what, version, answer };
  }
}
