/** Where a published OpenAPI file or price list says something else than the catalogue. What it does not say is no difference. */
import { models } from "../api/catalog.js";
import { estimateCost } from "../api/cost.js";
import type { VideoRequest } from "../types/request.js";
import type { FieldInfo, ModelInfo, PriceTableName } from "../types/results.js";
import { UsageError } from "./usage-error.js";

export interface Difference {
  model: string;
  /** "duration", or "720p" of a price; absent where it is the model as a whole. */
  field?: string;
  what: string;
  catalogue?: unknown;
  published?: unknown;
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** @throws UsageError where it is neither an OpenAPI file with requests of models nor a price list */
export function compare(published: unknown, name: string, prices: PriceTableName | undefined): Difference[] {
  if (isObject(published) && isObject(published.microUsdPerSecond)) {
    return comparePrices(published.microUsdPerSecond, prices);
  }
  const schemas = isObject(published) ? requestSchemas(published) : [];
  if (schemas.length === 0) {
    throw new UsageError(
      `${name} holds no request of a model: it must be an OpenAPI file, or a price list { "microUsdPerSecond": { "model": { "720p": 86000 } } }`,
    );
  }
  return schemas.flatMap(({ id, schema, root }) => compareModel(id, schema, root));
}

// ── OpenAPI ──

interface RequestSchema {
  id: string;
  schema: Json;
  root: Json;
}

/** The schema of each model: of every POST's body, behind references and choices. */
function requestSchemas(root: Json): RequestSchema[] {
  const paths = isObject(root.paths) ? Object.values(root.paths) : [];
  const bodies = paths.flatMap((path) => {
    const body = resolve(at(path, "post", "requestBody"), root);
    return [at(body, "content", "application/json", "schema")];
  });
  return bodies
    .flatMap((schema) => leaves(schema, root))
    .flatMap((schema) => {
      const model = resolve(at(schema, "properties", "model"), root);
      const ids = isObject(model) ? (model.const === undefined ? model.enum : [model.const]) : [];
      return (Array.isArray(ids) ? ids : []).map((id) => ({ id: String(id), schema, root }));
    });
}

function leaves(schema: unknown, root: Json): Json[] {
  const found = resolve(schema, root);
  if (!isObject(found)) return [];
  const choices = [found.oneOf, found.anyOf].find(Array.isArray) as unknown[] | undefined;
  return choices && !isObject(found.properties) ? choices.flatMap((each) => leaves(each, root)) : [found];
}

function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((holder, key) => (isObject(holder) ? holder[key] : undefined), value);
}

/** Follows references inside the file, not in circles. */
function resolve(value: unknown, root: Json): unknown {
  let found = value;
  for (let hops = 0; hops < 20 && isObject(found) && typeof found.$ref === "string"; hops += 1) {
    const path = found.$ref.replace(/^#\//, "").split("/");
    found = at(root, ...path.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~")));
  }
  return found;
}

function compareModel(id: string, schema: Json, root: Json): Difference[] {
  const model = models().find((each) => each.id === id);
  if (!model) return [{ model: id, what: "is not in the catalogue" }];
  return compareFields(model, "", model.fields, schema, root);
}

function compareFields(
  model: ModelInfo,
  under: string,
  fields: readonly FieldInfo[],
  schema: Json,
  root: Json,
): Difference[] {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  const gone = fields
    .filter(({ name }) => !Object.hasOwn(properties, name))
    .map(({ name }) => ({ model: model.id, field: under + name, what: "is not published any more" }));
  const others = Object.entries(properties).flatMap(([name, given]) => {
    const field = fields.find((each) => each.name === name);
    const place = { model: model.id, field: under + name };
    const property = resolve(given, root);
    if (!field) return [{ ...place, what: "is not in the catalogue" }];
    if (!isObject(property)) return [];
    const own = field.type === "model" ? [] : compareField(field, property).map((found) => ({ ...place, ...found }));
    const need =
      required.includes(name) && !field.required
        ? [{ ...place, what: "required", catalogue: false, published: true }]
        : [];
    const inner = field.fields ? compareFields(model, `${under}${name}.`, field.fields, property, root) : [];
    return [...own, ...need, ...inner];
  });
  return [...gone, ...others];
}

/** JSON Schema's keyword → what the catalogue says of the same. */
function factsOf(field: FieldInfo): [keyword: string, value: unknown][] {
  return [
    ["type", TYPES[field.type]],
    ["enum", field.values],
    // 0 stands beside the range.
    ["minimum", field.zero ? 0 : field.min],
    ["maximum", field.max],
    ["maxLength", field.maxLength],
    ["minItems", field.minItems],
    ["maxItems", field.maxItems],
    ["default", field.default],
  ];
}

const TYPES: { readonly [type in FieldInfo["type"]]: string } = {
  model: "string",
  text: "string",
  choice: "string",
  integer: "integer",
  boolean: "boolean",
  media: "string",
  mediaList: "array",
  callbackUrl: "string",
  object: "object",
  voiceBindings: "object",
};

function compareField(field: FieldInfo, property: Json): Omit<Difference, "model" | "field">[] {
  return factsOf(field).flatMap(([what, catalogue]) => {
    // Seconds are whole numbers, as the published text says; its type says "number".
    const published = what === "type" && property[what] === "number" ? "integer" : property[what];
    if (published === undefined || JSON.stringify(published) === JSON.stringify(catalogue)) return [];
    return [{ what, ...(catalogue === undefined ? {} : { catalogue }), published }];
  });
}

// ── Prices ──

function comparePrices(published: Json, prices: PriceTableName | undefined): Difference[] {
  return Object.entries(published).flatMap(([id, rates]) => {
    const model = models().find((each) => each.id === id);
    if (!model) return [{ model: id, what: "is not in the catalogue" }];
    return Object.entries(isObject(rates) ? rates : {}).flatMap(([quality, rate]) => {
      const catalogue = rateOf(model, quality, prices);
      if (catalogue === rate) return [];
      const known = catalogue === undefined ? {} : { catalogue };
      return [{ model: id, field: quality, what: "microUsdPerSecond", ...known, published: rate }];
    });
  });
}

function rateOf({ id, fields }: ModelInfo, quality: string, prices: PriceTableName | undefined): number | undefined {
  if (!fields.find(({ name }) => name === "quality")?.values?.includes(quality)) return undefined;
  // Where input is billed too, a request without it has no price.
  const needed = fields.filter(({ type, required }) => type === "mediaList" && required);
  const media = Object.fromEntries(needed.map(({ name }) => [name, ["https://file.invalid/0"]]));
  const request = { model: id, prompt: "a", quality, ...media } as VideoRequest;
  return estimateCost(request, prices ? { prices } : {}).microUsdPerSecond;
}
