export const title = "Cloudflare Workers (Vite plugin)";
export const packages = { "@cloudflare/vite-plugin": "1.34.0", vite: "8.3.8" };

const READY = /Local:\s+(http:\/\/\S+)/;

export async function* run(place) {
  const version = `${place.versionOf("@cloudflare/vite-plugin")}, Vite ${place.versionOf("vite")}`;
  const serve = (...args) => {
    const all = [...args, "--host=127.0.0.1", "--port=0"];
    return place.serving("vite", all, { ready: READY }, ({ match: [, url] }) => place.fetchAnswer(url));
  };
  yield { what: "dev", version, answer: await serve("dev") };
  await place.run("vite", ["build"]);
  yield { what: "build", version, answer: await serve("preview") };
}
