import { rmSync } from "node:fs";

export const title = "Next.js";
export const packages = {
  next: "16.4.6",
  react: "19.3.1",
  "react-dom": "19.3.1",
  typescript: "5.9.3",
  "@types/node": "20.19.43",
  "@types/react": "19.3.0",
};

const READY = /Local:\s+(http:\S+)/;
const BUILDERS = { Turbopack: [], webpack: ["--webpack"] };

export async function* run(place) {
  const version = place.versionOf("next");
  const listen = ["--hostname", "127.0.0.1", "--port", "0"];
  const key = { EVOLINK_API_KEY: "sk-packaging" };
  for (const [builder, flags] of Object.entries(BUILDERS)) {
    // One builder trips over what the other has left.
    rmSync(place.at(".next"), { recursive: true, force: true });
    await place.run("next", ["build", ...flags]);
    const answers = await place.serving(
      "next",
      ["start", ...listen],
      { ready: READY, env: key },
      async ({ match: [, url] }) => [...(await visit(place, url)), ["preflight", await asked(url)]],
    );
    const preflight = answers.pop()[1];
    yield { what: `${builder}: preflight of another origin`, version, checked: preflight };
    for (const [where, answer] of answers) yield { what: `${builder}: ${where}`, version, answer };
  }
  const answers = await place.serving("next", ["dev", ...listen], { ready: READY, env: key }, ({ match: [, url] }) =>
    visit(place, url),
  );
  for (const [where, answer] of answers) yield { what: `dev: ${where}`, version, answer };
  // As the documentation has it for those whose pages' addresses end in a slash.
  const slashed = { ready: READY, env: { ...key, TRAILING_SLASH: "1" } };
  yield await place.serving("next", ["dev", ...listen], slashed, async ({ match: [, url] }) => {
    const { answer } = await place.browse(`${url}/client/?api=${place.api.url}&how=proxy`);
    return { what: "`trailingSlash`: client component through `wanreel/proxy`", version, answer };
  });
}

/** A page of another origin asks before it posts: only a route that exports OPTIONS can say that it may. */
async function asked(url) {
  const headers = { origin: "https://other.example", "access-control-request-method": "POST" };
  const signal = AbortSignal.timeout(60_000);
  const answer = await fetch(`${url}/api/wan/v1/videos/generations`, { method: "OPTIONS", headers, signal });
  return answer.headers.get("access-control-allow-origin") === headers.origin;
}

async function visit(place, url) {
  const client = async (how) => (await place.browse(`${url}/client?api=${place.api.url}&how=${how}`)).answer;
  const studio = async (how) => (await place.browse(`${url}/studio?api=${place.api.url}&how=${how}`)).answer;
  const film = async (path) => (await place.browse(`${url}/film${path}?api=${place.api.url}`)).answer;
  return [
    ["server component", await rendered(`${url}/`)],
    ["Node route", await place.fetchAnswer(`${url}/node`)],
    ["edge route", await place.fetchAnswer(`${url}/edge`)],
    ["client component", await client("page")],
    ["Web Worker", await client("worker")],
    ["client component through `wanreel/proxy`", await client("proxy")],
    ["client made at the top of a `use client` file", await studio("module")],
    ["client made by `useState`", await studio("state")],
    ["`useVideo` in a static page", await film("")],
    ["`useVideo` in a dynamic page", await film("/keeper")],
  ];
}

async function rendered(url) {
  const html = await (await fetch(url, { signal: AbortSignal.timeout(60_000) })).text();
  const [, text] = /<pre>(.*?)<\/pre>/.exec(html) ?? [];
  if (!text) throw new Error(`no answer in:\n${html}`);
  return JSON.parse(text.replaceAll("&quot;", '"'));
}
