/** What there is: models, fields, schemas. Written when the package is built, from src/catalog. */
import models_ from "table:models";
import schemas from "table:schemas";
import { ConfigError } from "../errors/local.js";
import { checkNames } from "../internal/options.js";
import { snapshot } from "../internal/snapshot.js";
import { core } from "../internal/wasm.js";
import type { ModelId, VideoRequest } from "../types/request.js";
import type { JsonSchemaOptions, ModelInfo, StandardIssue, StandardSchemaV1 } from "../types/results.js";
import { isError, validate } from "./request.js";

/** Ids, modes, fields with limits and defaults, prices: enough to draw a form. A fresh copy at each call. */
export function models(): ModelInfo[] {
  return JSON.parse(models_);
}

/** The model id nearest to what was written ("wan27-t2v"), or null. */
export function suggestModel(id: string): string | null {
  return core().suggest(String(id)) ?? null;
}

/** Keywords that say what fields must be together. */
const COMBINATIONS = ["anyOf", "allOf", "if", "then", "else"] as const;

/**
 * The JSON Schema (2020-12) of a model's requests. With `tool`, for tool APIs of language models, which want an object with
 * nothing beside its properties at the top: what ties fields together stands in `description`, and is left to `validate`.
 * @throws ConfigError where there is no such model, or no such option
 */
export function jsonSchema(model: ModelId, options: JsonSchemaOptions = {}): object {
  checkNames("the options of jsonSchema", options, ["tool"]);
  const schema = Object.entries<Record<string, unknown>>(JSON.parse(schemas)).find(([id]) => id === model)?.[1];
  if (!schema) throw new ConfigError(`there is no model ${snapshot(model).replace("~", "")}`, modelHint(model));
  if (options.tool) for (const keyword of COMBINATIONS) delete schema[keyword];
  return schema;
}

/** What to do about an id that no model has. */
export function modelHint(id: unknown): string {
  const near = typeof id === "string" ? suggestModel(id) : null;
  return near ? `did you mean "${near}"?` : "models() lists them";
}

/**
 * A Standard Schema (standardschema.dev) of a model's requests, for form and RPC libraries. Its input is typed too, for
 * those that type a form's fields or a caller's argument by it; whatever it is given, it judges.
 */
export function schema<M extends ModelId>(model: M): StandardSchemaV1<Extract<VideoRequest, { model: M }>> {
  jsonSchema(model);
  return {
    "~standard": {
      version: 1,
      vendor: "wanreel",
      validate(value) {
        const found = validate(value);
        if (!found.valid) {
          const errors = found.issues.filter(isError);
          const issues: StandardIssue[] = errors.map(({ message, hint, path }) => ({
            message: hint ? `${message} (${hint})` : message,
            path,
          }));
          if (found.omitted) issues.push({ message: `there are ${found.omitted} more findings` });
          return { issues };
        }
        // Only what is valid is looked at here: another value may throw when it is.
        const request = value as Extract<VideoRequest, { model: M }>;
        if (request.model === model) return { value: request };
        return { issues: [{ message: `model must be "${model}"`, path: ["model"] }] };
      },
    },
  };
}
