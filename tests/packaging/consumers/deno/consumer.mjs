export const title = "Deno";
export const packages = { deno: "2.9.5" };

export async function* run(place) {
  const [, version] = /^deno (\S+)/.exec(await place.run("deno", ["--version"]));
  // What a program needs to know, and where it goes; the package itself asks for nothing.
  const permissions = ["--no-prompt", "--allow-env=API", `--allow-net=${new URL(place.api.url).host}`];
  const env = { DENO_DIR: place.at("deno-cache") };
  yield {
    what: "import with --allow-net=<the API>",
    version,
    answer: await place.answer("deno", ["run", ...permissions, "main.ts"], { env }),
  };
}
