/** Findings in words: what src/words/explain.rs answers of them, said with the sentences of a language. */
import { CODES, ERRORS, en } from "../generated/words.js";
import type { Issue, Language } from "../types/results.js";

/** What fills a gap: a text, or a phrase by its number and what fills its own gaps. */
type Part = string | Phrase;
interface Phrase extends ReadonlyArray<number | Part> {
  0: number;
}
type Told = readonly [rule: number, path: (string | number)[], ...parts: Part[]];

/** What the WebAssembly side answers: errors first, at most 50, and how many more there are. */
export interface Unworded {
  issues: readonly Told[];
  omitted?: number;
}

/** The same in words. */
export interface Findings {
  issues: Issue[];
  omitted?: number;
}

/** Says what was found; in English, or in the language given. */
export function inWords({ issues, ...counted }: Unworded, language?: Language): Findings {
  const sentences = Array.isArray(language?.sentences) ? language.sentences : en;
  return { issues: issues.map((told) => issue(told, sentences)), ...counted };
}

function issue([rule, path, ...parts]: Told, sentences: readonly string[]): Issue {
  // Taken apart before it is filled: what was found may have lines of its own.
  const lines = String(sentences[rule]).split("\n");
  const fill = filler(parts, sentences);
  const severity = rule < ERRORS ? "error" : "warning";
  const said: Issue = { severity, code: CODES[rule] as Issue["code"], path, message: fill(lines[0]) };
  if (lines[1]) said.hint = fill(lines[1]);
  return said;
}

/** Fills the gaps of one line after the other: `{}` with the next part, `{2}` with the third. */
function filler(parts: readonly Part[], sentences: readonly string[]): (line?: string) => string {
  let next = 0;
  return (line = "") => line.replace(/\{(\d?)\}/g, (_, number) => say(parts[number || next++], sentences));
}

function say(part: Part | undefined, sentences: readonly string[]): string {
  if (typeof part !== "object") return part ?? "";
  return filler(part.slice(1) as Part[], sentences)(sentences[part[0]]);
}
