/** Checking and building requests. */
import { ValidationError } from "../errors/local.js";
import { MODES } from "../generated/tape.js";
import { answer, ask, begin, end, fact, textLength, write } from "../internal/tape.js";
import { core } from "../internal/wasm.js";
import type { VideoRequest } from "../types/request.js";
import type { BuiltRequest, Issue, Language, ValidateOptions, Validation } from "../types/results.js";
import { type Findings, inWords } from "./words.js";

/** How strictly a request is read; numbered as src/bindings/judge.rs takes it. */
export const STRENGTHS = { strict: 0, lenient: 1, off: 2 } as const;
export type Strength = keyof typeof STRENGTHS;
/** Added to it where the body is wanted, and its fingerprint. */
const WITH_BODY = 4;
const WITH_FINGERPRINT = 8;

/** Every finding about a request. Never throws, whatever it is given. Source: guide, sections 3 to 6 and 12. */
export function validate(request: unknown, options?: ValidateOptions): Validation {
  const { strength, inputs, language } = readOptions(options);
  begin();
  try {
    judge(request, inputs, STRENGTHS[strength]);
    const { issues, omitted } = findings(language);
    const valid = !hasErrors();
    return omitted === undefined ? { valid, issues } : { valid, issues, omitted };
  } finally {
    end();
  }
}

/**
 * The JSON to post, its fingerprint, what it does and what comes out.
 * @throws ValidationError with every finding
 */
export function buildRequest(request: VideoRequest, options?: ValidateOptions): BuiltRequest {
  const { strength, inputs, language } = readOptions(options);
  return buildNow(request, strength, inputs, language, WITH_BODY);
}

/** The same as a client reads it, who will ask for the fingerprint. */
export function buildNow(
  request: unknown,
  strength: Strength,
  inputs: unknown,
  language: Language | undefined,
  // What was not checked may hold what JSON has not: its fingerprint is that of the body.
  wanted = strength === "off" ? WITH_BODY : WITH_BODY + WITH_FINGERPRINT,
): BuiltRequest {
  begin();
  try {
    judge(request, inputs, STRENGTHS[strength] + wanted);
    return built(language);
  } finally {
    end();
  }
}

/** The same for a snapshot that was taken already. */
export function build(json: string, strength: Strength, facts = "", language?: Language): BuiltRequest {
  ask((into) => into.judge_text(json, facts, STRENGTHS[strength] + WITH_BODY));
  return built(language);
}

/** Every finding about a snapshot. */
export function check(json: string, strength: Strength, facts: string, language?: Language): Findings {
  ask((into) => into.judge_text(json, facts, STRENGTHS[strength]));
  return findings(language);
}

/** Has a request judged, in the light of what is known of its media. */
function judge(request: unknown, inputs: unknown, strength: number): void {
  const root = write(request);
  const beside = inputs === undefined ? 0 : write(inputs);
  const length = textLength();
  ask((into) => into.judge(root, beside, length, strength));
}

const hasErrors = () => fact(3) === 1;

function findings(language: Language | undefined): Findings {
  const from = fact(2) + fact(7);
  const length = fact(1);
  return length > from ? inWords(JSON.parse(answer(from, length)), language) : { issues: [] };
}

function built(language: Language | undefined): BuiltRequest {
  if (hasErrors()) {
    const { issues, omitted } = findings(language);
    // Made here: an error's stack is ten lines long, of which one is to be the caller's.
    throw new ValidationError(issues, omitted);
  }
  const body = fact(2);
  const width = fact(5);
  const digest = fact(7);
  return new Built(
    answer(0, body),
    digest > 0 ? answer(body, body + digest) : undefined,
    MODES[fact(4)] ?? MODES[0],
    width > 0 ? { width, height: fact(6) } : null,
    findings(language).issues,
  );
}

/** What few programs read, and what takes time, is made when it is asked for. */
class Built implements BuiltRequest {
  #fingerprint: string | undefined;

  constructor(
    readonly body: string,
    fingerprint: string | undefined,
    readonly mode: BuiltRequest["mode"],
    readonly output: BuiltRequest["output"],
    readonly warnings: Issue[],
  ) {
    this.#fingerprint = fingerprint;
  }

  get request(): VideoRequest {
    return JSON.parse(this.body);
  }

  get fingerprint(): string {
    this.#fingerprint ??= core().fingerprint(this.body);
    return this.#fingerprint;
  }

  /** All of it: getters of a class are left out otherwise. */
  toJSON(): BuiltRequest {
    const { body, request, fingerprint, mode, output, warnings } = this;
    return { body, request, fingerprint, mode, output, warnings };
  }
}

export function refused({ issues, omitted }: Findings): ValidationError {
  return new ValidationError(issues, omitted);
}

export function isError(issue: Issue): boolean {
  return issue.severity === "error";
}

interface Read {
  strength: Strength;
  inputs?: unknown;
  language?: Language | undefined;
}

function readOptions(options: ValidateOptions | undefined): Read {
  if (options === undefined) return { strength: "strict" };
  try {
    const { strict, inputs, language } = options;
    return { strength: strict === false ? "lenient" : "strict", inputs, language };
  } catch {
    return { strength: "strict" };
  }
}
