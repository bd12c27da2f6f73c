import { openFirefox } from "../../../runtimes/lib/firefox.mjs";

export const title = "webpack";
export const packages = { webpack: "5.112.2", "webpack-cli": "7.3.1" };

export async function* run(place) {
  const version = place.versionOf("webpack");
  const url = (mode) => `${place.site()}/${mode}.html?api=${place.api.url}`;
  for (const mode of ["production", "development"]) {
    await place.run("webpack", ["--mode", mode, "--entry", "./web/main.js", "--output-path", `dist/${mode}`]);
    for (const [where, query] of Object.entries({ page: "", "Web Worker": "&worker" })) {
      const { answer } = await place.browse(url(mode) + query);
      yield { what: `${mode}: ${where}`, version, answer };
    }
  }
  const { answer } = await place.browse(url("production"), openFirefox);
  yield { what: "production: page in Firefox", version, answer };
  await place.run("webpack", [
    ...["--mode", "production", "--target", "node", "--entry", "./main.cjs"],
    ...["--output-path", "dist/node", "--output-filename", "main.cjs"],
  ]);
  yield { what: "target node", version, answer: await place.answer(process.execPath, ["dist/node/main.cjs"]) };
}
