export const title = "npx wanreel simulate";
export const quick = true;

export async function* run(place) {
  const version = place.versionOf("wanreel");
  const start = ["npx", ["--no-install", "wanreel", "simulate", "--port", "0", "--generation-ms", "100"]];
  const ready = /(http:\/\/[\w.]+:\d+)/;
  const answer = await place.serving(...start, { ready }, ({ match: [, url] }) =>
    place.answer(process.execPath, ["main.mjs"], { env: { API: url } }),
  );
  yield { what: "the simulator's command", version, answer };
}
