// The schemas of this folder under a complete validator: every JSON answer a caller of `checking(fetch)` gets is held to its own.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";

const folder = new URL("schemas/", import.meta.url);
const ajv = new Ajv2020.default({ strict: true, allErrors: true });
const validators = Object.fromEntries(
  readdirSync(folder).map((file) => [
    file.replace(".json", ""),
    ajv.compile(JSON.parse(readFileSync(new URL(file, folder)))),
  ]),
);

/** Which schema an answer belongs to, by method, path and success; undefined where none does. */
function schemaOf(method, path, ok) {
  if (path === "/v1/videos/generations" && method === "POST") return ok ? "created" : "error";
  if (path.startsWith("/v1/tasks/")) return ok ? "task" : "error";
  if (path === "/v1/credits") return ok ? "credits" : "credits-error";
  if (path.startsWith("/api/v1/files/upload/")) return ok ? "uploaded" : "upload-error";
  return undefined;
}

/** Holds a value to the schema of that name. */
export function check(name, value) {
  const validate = validators[name];
  assert.ok(
    validate(value),
    `not as ${name}.json has it: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(value)}`,
  );
}

/** A fetch whose JSON answers are checked; `count()` says how many were. */
export function checking(fetch) {
  let checked = 0;
  const wrapped = async (input, init) => {
    const response = await fetch(input, init);
    const { pathname } = new URL(input instanceof Request ? input.url : input, "https://x.test");
    const method = init?.method ?? (input instanceof Request ? input.method : "GET");
    const name = schemaOf(method, pathname, response.ok);
    if (name && response.headers.get("content-type")?.startsWith("application/json")) {
      check(name, await response.clone().json());
      checked += 1;
    }
    return response;
  };
  return Object.assign(wrapped, { count: () => checked });
}
