import { nodePackage } from "../../lib/place.mjs";

export const title = "Node";
export const quick = true;

/** The Node that runs the tests comes first; the others are installed. */
export const packages = { node22: nodePackage("22.23.3"), node24: nodePackage("24.21.0") };

export async function* run(place) {
  const programs = [
    process.execPath,
    ...Object.keys(packages).map((name) => place.at("node_modules", name, "bin", "node")),
  ];
  for (const program of programs) {
    const version = (await place.run(program, ["--version"])).trim().slice(1);
    for (const [what, file] of Object.entries({ import: "main.mjs", require: "main.cjs" })) {
      yield { what, version, answer: await place.answer(program, [file]) };
    }
  }
}
