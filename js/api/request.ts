/** Checking and building requests. */
import { ValidationError } from "../errors/local.js";
import { snapshot } from "../internal/snapshot.js";
import { core } from "../internal/wasm.js";
import type { VideoRequest } from "../types/request.js";
import type { BuiltRequest, Issue, RequestMode, ValidateOptions, Validation } from "../types/results.js";

/** How strictly a request is read; numbered as src/bindings/functions.rs takes it. */
export const STRENGTHS = { strict: 0, lenient: 1, off: 2 } as const;
export type Strength = keyof typeof STRENGTHS;

/** Every finding about a request. Never throws, whatever it is given. Source: guide, sections 3 to 6 and 12. */
export function validate(request: unknown, options?: ValidateOptions): Validation {
  const { strength, facts } = readOptions(options);
  const found = check(snapshot(request), strength, facts);
  return { valid: !found.issues.some(isError), ...found };
}

/**
 * The JSON to post, its fingerprint, what it does and what comes out.
 * @throws ValidationError with every finding
 */
export function buildRequest(request: VideoRequest, options?: ValidateOptions): BuiltRequest {
  const { strength, facts } = readOptions(options);
  return build(snapshot(request), strength, facts);
}

/** The same for a snapshot that was taken already. */
export function build(json: string, strength: Strength, facts = ""): BuiltRequest {
  const built = core().build(json, STRENGTHS[strength]);
  if (built === "") throw refused(check(json, strength, facts));
  const known = facts === "" ? undefined : check(json, strength, facts);
  if (known?.issues.some(isError)) throw refused(known);
  const line = built.indexOf("\n");
  const body = built.slice(line + 1);
  const [mode, width, height, warned] = built.slice(0, line).split("|");
  let fingerprint: string | undefined;
  // A getter costs as much as all the fields together: only what few programs read and what takes time has one.
  return {
    body,
    mode: mode as RequestMode,
    output: Number(width) > 0 ? { width: Number(width), height: Number(height) } : null,
    warnings: (known ?? (warned ? check(json, strength, "") : { issues: [] })).issues,
    get request(): VideoRequest {
      return JSON.parse(body);
    },
    get fingerprint(): string {
      fingerprint ??= core().fingerprint(body);
      return fingerprint;
    },
  };
}

/** What src/bindings/functions.rs answers: errors first, at most 50, and how many more there are. */
export interface Findings {
  issues: Issue[];
  omitted?: number;
}

/** Every finding about a snapshot. */
export function check(json: string, strength: Strength, facts: string): Findings {
  return core().check(json, strength !== "strict", facts) ?? { issues: [] };
}

export function refused({ issues, omitted }: Findings): ValidationError {
  return new ValidationError(issues, omitted);
}

export function isError(issue: Issue): boolean {
  return issue.severity === "error";
}

function readOptions(options: ValidateOptions | undefined): { strength: Strength; facts: string } {
  if (options === undefined) return { strength: "strict", facts: "" };
  try {
    const { strict, inputs } = options;
    return { strength: strict === false ? "lenient" : "strict", facts: inputs === undefined ? "" : snapshot(inputs) };
  } catch {
    return { strength: "strict", facts: "" };
  }
}
