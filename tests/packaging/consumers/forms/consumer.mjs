import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { installedWith } from "../../lib/pages.mjs";

export const title = "Forms and APIs (`schema()`)";

/** Of each library, what its page installs for it, and nothing else but TypeScript and React's types. */
const LIBRARIES = {
  hono: { hono: "4.13.19", "@hono/standard-validator": "0.4.0" },
  "@trpc/server": { "@trpc/server": "11.25.2" },
  "react-hook-form": {
    react: "19.3.1",
    "react-hook-form": "7.92.0",
    "@hookform/resolvers": "7.0.7",
    "@standard-schema/spec": "1.1.0",
  },
};
const PROGRAMS = {
  hono: ["hono", [200, 430_000, 400]],
  "@trpc/server": ["trpc", [430_000, "BAD_REQUEST"]],
  "react-hook-form": ["form", ["duration"]],
};

export const packages = Object.assign(
  { typescript: "5.9.3", "@types/node": "20.19.43", "@types/react": "19.3.0" },
  ...Object.values(LIBRARIES),
);

export async function* run(place) {
  for (const [name, libraries] of Object.entries(LIBRARIES)) {
    assert.deepEqual(
      installedWith("docs/guide/forms.md", name).sort(),
      Object.keys(libraries).sort(),
      "what the page installs",
    );
    const [program, expected] = PROGRAMS[name];
    const compilerOptions = { target: "ES2022", module: "NodeNext", strict: true, skipLibCheck: true };
    writeFileSync(place.at("tsconfig.json"), JSON.stringify({ compilerOptions, files: [`${program}.mts`] }));
    await place.run("tsc", ["-p", "."]);
    const said = await place.run(process.execPath, [`${program}.mjs`]);
    assert.deepEqual(JSON.parse(said), expected);
    yield { what: "compiled, and run", version: `${name} ${place.versionOf(name)}`, checked: true };
  }
}
