// The samples of README.md and of the documentation, as they stand on their pages. After the language a word says what is done with one:
//
// - `run`: compiled, and executed by Node against the simulator; what stands behind `// →` must come out
// - `check`: compiled; what a reader has around it already stands in a comment before it, <!-- given: … -->
// - `project`: a file of the page's program, which is executed where it belongs (start.test.mjs, tests/packaging)
// - `ai-sdk`: compiled with the AI SDK's own types (tests/ai-sdk)
// - `frameworks`: built by Vite and run in Chromium (tests/react)
import { readFileSync } from "node:fs";
import { pages } from "../../scripts/lib/readme.mjs";
import { at } from "../../scripts/lib/steps.mjs";

export const KINDS = ["run", "check", "project", "ai-sdk", "frameworks"];
/** Languages in which a sample is a program. */
const PROGRAMS = ["ts", "tsx", "js", "jsx", "mjs", "html", "vue", "svelte"];

const FENCE = /(?:^<!-- given: ((?:(?!-->)[\s\S])*) -->\n\n)?^```(\w+)([^\n]*)\n([\s\S]*?)^```$/gm;

/** The samples of a text: { page, line, language, kind, file, given, code }. */
export function samplesOf(page, text) {
  return [...text.matchAll(FENCE)].map(({ 0: whole, 1: given = "", 2: language, 3: info, 4: code, index }) => {
    const fence = index + whole.indexOf("```");
    return {
      page,
      line: text.slice(0, fence).split("\n").length + 1,
      language,
      kind: KINDS.find((kind) => new RegExp(`^ ${kind}\\b`).test(info)),
      file: / \[(.+)\]$/.exec(info)?.[1],
      given,
      code,
    };
  });
}

/** Those of README.md and all pages. */
export const samples = pages().flatMap((page) => samplesOf(page, readFileSync(at(page), "utf8")));

export const programs = samples.filter(({ language }) => PROGRAMS.includes(language));

/** The files of a page's program, by name; commands are under the names they are given, or the language. */
export function projectOf(page) {
  const parts = samples.filter((sample) => sample.page === page && sample.kind === "project");
  if (parts.length === 0) throw new Error(`${page} has no program`);
  return new Map(parts.map(({ file, language, code }) => [file ?? language, code]));
}

/** The one sample with these words. */
export function sampleWith(words) {
  const [sample, ...more] = samples.filter(({ code }) => code.includes(words));
  if (!sample || more.length > 0) throw new Error(`the pages have not one sample with ${words}`);
  return sample;
}

/** Where a sample stands, for messages. */
export const placeOf = ({ page, line }) => `${page}:${line}`;
