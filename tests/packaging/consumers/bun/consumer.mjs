export const title = "Bun";
export const packages = { bun: "1.4.5" };

export async function* run(place) {
  const version = (await place.run("bun", ["--version"])).trim();
  yield { what: "import", version, answer: await place.answer("bun", ["main.mjs"]) };
  yield { what: "require", version, answer: await place.answer("bun", ["main.cjs"]) };
  for (const [target, program] of [
    ["bun", "bun"],
    ["node", process.execPath],
  ]) {
    const outfile = place.at(`out-${target}`, "main.mjs");
    await place.run("bun", ["build", "main.mjs", `--target=${target}`, `--outfile=${outfile}`]);
    yield { what: `bun build --target=${target}`, version, answer: await place.answer(program, [outfile]) };
  }
}
