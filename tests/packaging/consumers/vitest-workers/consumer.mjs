export const title = "Vitest in Workers (vitest-pool-workers)";
export const packages = { "@cloudflare/vitest-pool-workers": "0.15.1", vitest: "4.1.12" };

export async function* run(place) {
  const version = place.versionOf("@cloudflare/vitest-pool-workers");
  const answer = await place.answer("vitest", ["run", "--disable-console-intercept"]);
  yield { what: "import", version, answer };
}
