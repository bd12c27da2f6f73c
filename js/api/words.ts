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
export function inWords({ issues, omitted }: Unworded, language?: Language): Findings {
  const sentences = Array.isArray(language?.sentences) ? language.sentences : en;
  const said = issues.map((told) => issue(told, sentences));
  return omitted === undefined ? { issues: said } : { issues: said, omitted };
}

function issue(told: Told, sentences: readonly string[]): Issue {
  const rule = told[0];
  const [message, hint] = linesOf(rule, sentences);
  const said: Issue = {
    severity: rule < ERRORS ? "error" : "warning",
    code: CODES[rule] as Issue["code"],
    path: told[1],
    message: fill(message, told, 2, sentences),
  };
  if (hint) said.hint = fill(hint, told, 2, sentences);
  return said;
}

/** A line taken apart at its gaps: text, the number of the part that fills the gap, text, …, text. */
type Line = readonly (string | number)[];

/** The sentences of a language that were said, taken apart. */
const taken = new WeakMap<readonly string[], Line[][]>();

function linesOf(rule: number, sentences: readonly string[]): Line[] {
  let known = taken.get(sentences);
  if (known === undefined) {
    known = [];
    taken.set(sentences, known);
  }
  known[rule] ??= apart(String(sentences[rule]));
  return known[rule];
}

/** The lines of a sentence: `{}` is filled with the next part, `{2}` with the third. */
function apart(sentence: string): Line[] {
  let next = 0;
  const numbered = (piece: string, at: number) => (at % 2 === 0 ? piece : Number(piece || next++));
  return sentence.split("\n").map((line) => line.split(/\{(\d?)\}/).map(numbered));
}

/** Fills the gaps of a line with these parts, which begin at `first`. */
function fill(line: Line | undefined, parts: Told | Phrase, first: number, sentences: readonly string[]): string {
  let said = "";
  for (const piece of line ?? []) {
    said += typeof piece === "string" ? piece : say(parts[first + piece] as Part | undefined, sentences);
  }
  return said;
}

function say(part: Part | undefined, sentences: readonly string[]): string {
  if (typeof part !== "object") return part ?? "";
  return fill(linesOf(part[0], sentences)[0], part, 1, sentences);
}
