import { writeFileSync } from "node:fs";

export const title = "wanreel/video";

/** No React beside it. */
export const packages = { typescript: "5.9.3", "@types/node": "20.19.43" };

export async function* run(place) {
  const compilerOptions = { target: "ES2022", module: "NodeNext", strict: true, skipLibCheck: false, types: ["node"] };
  writeFileSync(place.at("tsconfig.json"), JSON.stringify({ compilerOptions, files: ["film.mts"] }));
  await place.run("tsc", ["-p", "."]);
  const version = `Node ${process.versions.node}`;
  yield {
    what: "import, every declaration checked",
    version,
    answer: await place.answer(process.execPath, ["film.mjs"]),
  };
  yield { what: "require", version, answer: await place.answer(process.execPath, ["film.cjs"]) };
}
