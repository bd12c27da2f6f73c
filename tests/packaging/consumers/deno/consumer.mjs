import assert from "node:assert/strict";

export const title = "Deno";
export const packages = { deno: "2.9.5" };

export async function* run(place) {
  const [, version] = /^deno (\S+)/.exec(await place.run("deno", ["--version"]));
  const env = { DENO_DIR: place.at("deno-cache") };
  // What this program needs: the package itself asks for nothing.
  const least = ["--no-prompt", `--allow-net=${new URL(place.api.url).host}`, "--allow-env=API"];
  const run = async (...args) => ({ version, answer: await place.answer("deno", ["run", ...least, ...args], { env }) });
  yield { what: "import, type-checked", ...(await run("--check", "main.ts")) };
  // Here reading files is what require does.
  yield { what: "require", ...(await run("--allow-read=.", "main.cjs")) };
  const denied = await place.run("deno", ["run", "--no-prompt", "denied.ts"], { env });
  assert.equal(denied.trim(), "NetworkError: NotCapable");
}
