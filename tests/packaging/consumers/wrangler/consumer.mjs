export const title = "Cloudflare Workers (wrangler)";
export const packages = { wrangler: "4.86.0" };

const READY = /Ready on (http:\/\/\S+)/;

export async function* run(place) {
  const version = place.versionOf("wrangler");
  const dev = (...args) => {
    const all = ["dev", "--ip=127.0.0.1", "--port=0", "--inspector-port=0", `--var=API:${place.api.url}`, ...args];
    return place.serving("wrangler", all, { ready: READY }, ({ match: [, url] }) => place.fetchAnswer(url));
  };
  yield { what: "dev", version, answer: await dev("--env=") };
  yield { what: "dev with nodejs_compat", version, answer: await dev("--env=node") };
  await place.run("wrangler", ["deploy", "--dry-run", "--env=", "--outdir=dist"]);
  yield { what: "deploy --dry-run", version, answer: await dev("--env=", "dist/worker.js", "--no-bundle") };
}
