// What bindgen's glue does at import, done at the first use instead: a runtime that lacks TextDecoder or TextEncoder
// (Jest's jsdom environment is one) must be able to import the package, though it cannot call it. And nothing is done there
// that would keep a bundler from leaving out what a program does not use.
import { Stop } from "./steps.mjs";

/** What stands in the glue, and what takes its place. Each is there in one piece or, where a module needs none, not at all. */
const CHANGES = [
  [/let cachedTextDecoder = (new TextDecoder\([^)]*\));\ncachedTextDecoder\.decode\(\);\n/, "let cachedTextDecoder;\n"],
  [
    /if \(numBytesDecoded >= MAX_SAFARI_DECODE_BYTES\) \{/,
    "if (!cachedTextDecoder || numBytesDecoded >= MAX_SAFARI_DECODE_BYTES) {",
  ],
  // Every runtime that has TextEncoder at all has had its encodeInto since 2020.
  [
    /const cachedTextEncoder = new TextEncoder\(\);\n+if \(!\('encodeInto' in cachedTextEncoder\)\) \{\n(?: .*\n)*\}\n/,
    "let cachedTextEncoder;\nconst textEncoder = () => (cachedTextEncoder ??= new TextEncoder());\n",
  ],
  [/cachedTextEncoder\.(encode|encodeInto)\(/g, "textEncoder().$1("],
  // Nobody but the package has these objects, and it frees them by name.
  [/^if \(Symbol\.dispose\) .*\n/gm, ""],
  // A bundler may leave it out with its class.
  [/: (?=new FinalizationRegistry\()/g, ": /* @__PURE__ */ "],
];

/**
 * All of it as one object. A namespace (`import * as`), once it is handed on, is made by a call that no bundler leaves out
 * with what it holds.
 */
function asObject(glue) {
  const names = Array.from(glue.matchAll(/^export (?:function|class) (\w+)/gm), ([, exported]) => exported);
  return `\nexport const glue = { ${names.join(", ")} };\n`;
}

/** What the types say of that. */
export const typeOfGlue = (name) => `export const glue: Omit<typeof import("./${name}_bg.js"), "glue">;\n`;

/** The glue, touching nothing at import that a runtime may lack. */
export function importableAnywhere(glue, name) {
  const changed = CHANGES.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), glue);
  // Code at the top level is not indented.
  const touched = /^\S.*\bnew Text(?:De|En)coder|^cachedText(?:De|En)coder\.|^if .*cachedTextEncoder/m.exec(
    changed.replace(/^const textEncoder = .*$/m, ""),
  );
  if (touched) throw new Stop(`the glue of ${name} still does this at import: ${touched[0]}; see scripts/lib/glue.mjs`);
  return changed + asObject(changed);
}
