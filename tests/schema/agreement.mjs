// jsonSchema() as ajv reads it, held against validate(): what the two must agree on, decided by issue code.
import { Ajv2020 } from "ajv/dist/2020.js";
import { jsonSchema, models, validate } from "wanreel";

/** Errors that JSON Schema has words for: whoever makes one is refused by both. */
export const SAID = new Set([
  "required",
  "unknown_field",
  "unknown_model",
  "wrong_type",
  "invalid_value",
  "out_of_range",
  "too_long",
  "too_many",
  "too_few",
  "invalid_combination",
  "invalid_key",
]);

/** Errors that only validate can find, and why. All other codes are warnings, which a schema does not have. */
export const UNSAID = {
  invalid_url: "whether a host's numbers are an address is arithmetic; the patterns catch what is no URL at sight",
  forbidden_host: "so is whether that address, in any of its spellings, is a public one",
  invalid_text: "a pattern with half a surrogate pair does not compile where strings cannot hold one (Rust, Go, Swift)",
  unsupported_format: "a fact about a file, which the request only names",
};

/** Every strict mode ajv has: a keyword it would skip, or a slip it can see, is an error. */
const ajv = new Ajv2020({
  strict: true,
  strictRequired: true,
  strictTypes: true,
  strictTuples: true,
  strictNumbers: true,
  allErrors: true,
});

export const accepts = new Map(models().map(({ id }) => [id, ajv.compile(jsonSchema(id))]));

/** A member that is undefined is not in the JSON that is sent, and validate takes it as absent. */
export function sent(value) {
  if (Array.isArray(value)) return value.map(sent);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, sent(member)]));
}

/**
 * What the two make of a value as a request to `id`: "accepted" or "refused" by both, "unsaid" where only validate
 * refuses, for a reason of `UNSAID`; or the disagreement, in words.
 */
export function compare(id, value) {
  const errors = validate(value).issues.filter(({ severity }) => severity === "error");
  const codes = [...new Set(errors.map(({ code }) => code))];
  const strange = codes.find((code) => !SAID.has(code) && !Object.hasOwn(UNSAID, code));
  if (strange) return { verdict: "disagreement", words: `the code ${strange} is neither in SAID nor in UNSAID` };
  const valid = errors.length === 0 && value.model === id;
  const accept = accepts.get(id);
  const accepted = accept(sent(value));
  if (accepted === valid) return { verdict: valid ? "accepted" : "refused", codes };
  if (accepted && value?.model === id && !codes.some((code) => SAID.has(code))) return { verdict: "unsaid", codes };
  const why = accept.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`).join("; ");
  const words = accepted ? `only validate refuses it: ${codes}` : `only ajv refuses it: ${why}`;
  return { verdict: "disagreement", words: `${id}: ${words}` };
}
