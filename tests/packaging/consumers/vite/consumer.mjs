import { openFirefox } from "../../../runtimes/lib/firefox.mjs";

export const title = "Vite";
export const packages = { vite: "8.3.8" };

const WHERE = { page: "", "Web Worker": "&worker" };

export async function* run(place) {
  const version = place.versionOf("vite");
  const query = `?api=${place.api.url}`;
  const dev = ["vite", ["--host", "127.0.0.1", "--port", "0"], { ready: /Local:\s+(http:\S+)/ }];
  const answers = await place.serving(...dev, async ({ match: [, url] }) => {
    const seen = [];
    for (const [where, more] of Object.entries(WHERE)) {
      seen.push([where, (await place.browse(`${url}${query}${more}`)).answer]);
    }
    return seen;
  });
  for (const [where, answer] of answers) yield { what: `dev: ${where}`, version, answer };

  // The tests serve it from a folder of theirs.
  await place.run("vite", ["build", "--base=./"]);
  const site = place.site("dist");
  for (const [where, more] of Object.entries(WHERE)) {
    yield {
      what: `build: ${where}`,
      version,
      answer: (await place.browse(`${site}/${query}${more}`)).answer,
    };
  }
  const { answer } = await place.browse(`${site}/${query}`, openFirefox);
  yield { what: "build: page in Firefox", version, answer };
}
