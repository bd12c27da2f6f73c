import { writeFileSync } from "node:fs";
import { nodePackage } from "../../lib/place.mjs";

export const title = "wanreel/ai-sdk";

export const packages = {
  ai: "7.0.173",
  "@ai-sdk/provider": "4.0.38",
  node24: nodePackage("24.21.0"),
  typescript: "5.9.3",
  "@types/node": "20.19.43",
  // The AI SDK's own declarations name it.
  "@types/json-schema": "7.0.15",
};

export async function* run(place) {
  const compilerOptions = { target: "ES2022", module: "NodeNext", strict: true, skipLibCheck: false, types: ["node"] };
  writeFileSync(place.at("tsconfig.json"), JSON.stringify({ compilerOptions, files: ["film.mts"] }));
  await place.run("tsc", ["-p", "."]);
  const program = place.at("node_modules", "node24", "bin", "node");
  const version = `ai ${place.versionOf("ai")}, Node ${place.versionOf("node24")}`;
  yield { what: "compiled, every declaration checked", version, answer: await place.answer(program, ["film.mjs"]) };
  yield { what: "required", version, answer: await place.answer(program, ["film.cjs"]) };
}
