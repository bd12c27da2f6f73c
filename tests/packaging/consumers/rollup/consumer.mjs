export const title = "Rollup";
export const quick = true;
export const packages = { rollup: "4.68.7", "@rollup/plugin-node-resolve": "16.0.3" };

const RESOLVE = ["--plugin", "node-resolve"];

export async function* run(place) {
  const version = place.versionOf("rollup");
  await place.run("rollup", ["web/page.js", ...RESOLVE, "--format=es", "--dir=dist/web"]);
  const { answer } = await place.browse(`${place.site()}/index.html?api=${place.api.url}`);
  yield { what: "page", version, answer };
  for (const [format, ending] of Object.entries({ es: "mjs", cjs: "cjs" })) {
    const names = [`--entryFileNames=[name].${ending}`, `--chunkFileNames=[name].${ending}`];
    await place.run("rollup", ["main.mjs", ...RESOLVE, `--format=${format}`, "--dir=dist/node", ...names]);
    const answer = await place.answer(process.execPath, [`dist/node/main.${ending}`]);
    yield { what: `Node: ${format}`, version, answer };
  }
}
