export const title = "Jest";
/** Jest's own jsdom lacks what every browser has, fetch and TextDecoder among it; jest-fixed-jsdom puts it back. */
export const packages = { jest: "30.5.2", "jest-environment-jsdom": "30.5.2", "jest-fixed-jsdom": "0.0.11" };

export async function* run(place) {
  const version = place.versionOf("jest");
  const jest = (environment, file, env) =>
    place.answer("jest", ["--env", environment, "--cacheDirectory=.jest", file], { env });
  for (const environment of ["node", "jest-fixed-jsdom"]) {
    yield { what: `require: ${environment}`, version, answer: await jest(environment, "film.spec.cjs") };
    const modules = { NODE_OPTIONS: "--experimental-vm-modules" };
    yield { what: `import: ${environment}`, version, answer: await jest(environment, "film.spec.mjs", modules) };
  }
  const own = await place.run("jest", ["--env", "jsdom", "--cacheDirectory=.jest", "plain-jsdom.spec.cjs"]);
  yield { what: "require: jsdom as it comes, without fetch", version, checked: /Tests:\s+3 passed, 3 total/.test(own) };
}
