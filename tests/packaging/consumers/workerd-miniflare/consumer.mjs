export const title = "Cloudflare Workers (workerd, by miniflare)";
export const packages = { esbuild: "0.28.2", miniflare: "4.20260426.0" };

export async function* run(place) {
  const version = place.versionOf("workerd");
  // The modules stay files of their own: a Worker may not compile bytes.
  const bundle = ["--bundle", "--format=esm", "--conditions=workerd", "--loader:.wasm=copy", "--outdir=dist"];
  await place.run("esbuild", ["worker.js", "slim.js", ...bundle]);
  for (const [what, file] of Object.entries({
    "bundled by esbuild": "dist/worker.js",
    "wanreel/slim": "dist/slim.js",
    "without a bundler": "plain.js",
  })) {
    yield { what, version, answer: await place.answer(process.execPath, ["dispatch.mjs", file]) };
  }
}
