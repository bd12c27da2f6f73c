export const title = "esbuild";
export const quick = true;
export const packages = { esbuild: "0.28.2" };

const PAGES = {
  "one file (iife)": { file: "iife.html", args: ["web/page.js", "--outfile=dist/iife.js"] },
  "split (esm)": {
    file: "esm.html",
    args: ["web/page.js", "--format=esm", "--splitting", "--outdir=dist/esm"],
  },
};

export async function* run(place) {
  const version = place.versionOf("esbuild");
  for (const [what, { file, args }] of Object.entries(PAGES)) {
    await place.run("esbuild", ["--bundle", "--minify", ...args]);
    const { answer } = await place.browse(`${place.site()}/${file}?api=${place.api.url}`);
    yield { what, version, answer };
  }
  for (const [format, ending] of Object.entries({ esm: "mjs", cjs: "cjs" })) {
    const outfile = `dist/node.${ending}`;
    await place.run("esbuild", [
      `main.${ending}`,
      "--bundle",
      "--platform=node",
      `--format=${format}`,
      `--outfile=${outfile}`,
    ]);
    yield { what: `Node: ${format}`, version, answer: await place.answer(process.execPath, [outfile]) };
  }
}
