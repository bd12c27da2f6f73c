export const title = "Vercel Edge (edge-runtime)";
export const quick = true;
export const packages = { "@edge-runtime/vm": "5.0.0", esbuild: "0.28.2" };

export async function* run(place) {
  const version = place.versionOf("@edge-runtime/vm");
  for (const [what, file] of Object.entries({ wanreel: "edge.js", "wanreel/slim": "slim.js" })) {
    yield { what, version, answer: await place.answer(process.execPath, ["serve.mjs", file]) };
  }
}
