export const title = "Vitest";
export const packages = { "happy-dom": "21.0.4", jsdom: "29.1.1", vitest: "4.1.12" };

export async function* run(place) {
  const version = place.versionOf("vitest");
  const env = { VITE_API: place.api.url };
  for (const environment of ["node", "jsdom", "happy-dom"]) {
    const args = ["run", "--environment", environment, "--disable-console-intercept"];
    yield { what: environment, version, answer: await place.answer("vitest", args, { env }) };
  }
}
