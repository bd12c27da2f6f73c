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

function issue(told: Told, sentences: readonly string[]): Issue {
  const rule = told[0];
  const [message, hint] = linesOf(rule, sentences);
  const fill = filler(told, 2, sentences);
  const severity = rule < ERRORS ? "error" : "warning";
  const said: Issue = { severity, code: CODES[rule] as Issue["code"], path: told[1], message: fill(message) };
  if (hint) said.hint = fill(hint);
  return said;
}

/** A line taken apart at its gaps: text, gap, text, …, text. A gap is empty, or the number of the part it is for. */
type Line = readonly string[];

/** The sentences of a language that were said, taken apart. */
const taken = new WeakMap<readonly string[], Line[][]>();

function linesOf(rule: number, sentences: readonly string[]): Line[] {
  let known = taken.get(sentences);
  if (known === undefined) {
    known = [];
    taken.set(sentences, known);
  }
  known[rule] ??= String(sentences[rule])
    .split("\n")
    .map((line) => line.split(/\{(\d?)\}/));
  return known[rule];
}

/** Fills the gaps of one line after the other: `{}` with the next part, `{2}` with the third. The parts begin at `first`. */
function filler(told: Told | Phrase, first: number, sentences: readonly string[]): (line?: Line) => string {
  let next = 0;
  return (line = []) => {
    let said = line[0] ?? "";
    for (let gap = 1; gap < line.length; gap += 2) {
      const part = told[first + Number(line[gap] || next++)] as Part | undefined;
      said += say(part, sentences) + line[gap + 1];
    }
    return said;
  };
}

function say(part: Part | undefined, sentences: readonly string[]): string {
  if (typeof part !== "object") return part ?? "";
  return filler(part, 1, sentences)(linesOf(part[0], sentences)[0]);
}
