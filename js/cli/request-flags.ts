/** A request from a prompt and flags: the flags are the catalogue's fields, so that a new field needs no new flag here. */
import { Option } from "commander";
import { models } from "../api/catalog.js";
import { validate } from "../api/request.js";
import type { FieldInfo, ModelInfo } from "../types/results.js";
import { UsageError } from "./usage-error.js";

type Fields = Record<string, unknown>;

const flagOf = (field: string) => `--${field.replaceAll("_", "-")}`;
const camel = (field: string) => field.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Each field that has a flag, as the first model that takes it says. */
function fieldsOf(all: readonly ModelInfo[]): FieldInfo[] {
  const byName = new Map<string, FieldInfo>();
  for (const { fields } of all) for (const field of fields) if (!byName.has(field.name)) byName.set(field.name, field);
  return [...byName.values()].filter(({ name }) => name !== "model" && name !== "prompt");
}

/** The flags, anew for each command. */
export function requestFlags(): Option[] {
  const fields = fieldsOf(models()).flatMap((field) => {
    const flag = flagOf(field.name);
    if (field.type === "boolean") {
      const about = field.default === undefined ? "" : ` (default ${field.default})`;
      return [new Option(flag, `${words(field.name)}${about}`), new Option(flag.replace("--", "--no-")).hideHelp()];
    }
    const option = new Option(`${flag} <${PLACEHOLDERS[field.type] ?? "TEXT"}>`, about(field));
    return [option.argParser((text, before) => read(field, text, before as unknown[] | undefined))];
  });
  return [new Option("--model <ID>", "The model; default: the wan2.7 model that takes what is given"), ...fields];
}

const PLACEHOLDERS: { readonly [type in FieldInfo["type"]]?: string } = {
  choice: "VALUE",
  integer: "N",
  media: "FILE|URL",
  mediaList: "FILE|URL",
  callbackUrl: "URL",
  object: "JSON",
  voiceBindings: "JSON",
};

const words = (name: string) => name.replaceAll("_", " ").replace(/^\w/, (letter) => letter.toUpperCase());

function about(field: FieldInfo): string {
  const { name, type, values, min, max, maxLength, media, maxItems, default: standard } = field;
  const parts = [
    values?.join(", "),
    type === "integer" && `${min} to ${max}`,
    type === "text" && maxLength !== undefined && `up to ${maxLength} characters`,
    media?.formats.join(", "),
    type === "mediaList" && (maxItems ?? 1) > 1 && "may be given several times",
    type === "object" && `JSON with ${(field.fields ?? []).map((each) => each.name).join(", ")}`,
    standard !== undefined && `default ${standard}`,
  ];
  return [words(name), parts.filter((part) => part).join("; ")].filter(Boolean).join(": ");
}

function read(field: FieldInfo, text: string, before: unknown[] | undefined): unknown {
  if (field.type === "mediaList") return [...(before ?? []), text];
  // What is no number stays as it is: the validation names the field and says what is allowed.
  if (field.type === "integer") return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
  if (field.type !== "object" && field.type !== "voiceBindings") return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${flagOf(field.name)} must be JSON: ${(error as Error).message}; got '${text}'`);
  }
}

/** The fields that were given by flags. */
export function givenFields(options: Fields): Fields {
  const names = ["model", ...fieldsOf(models()).map(({ name }) => name)];
  const given = names.flatMap((name) => {
    const value = options[camel(name)];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(given);
}

/**
 * The request of a prompt and flags. Without --model, the one model of the newest family that takes them.
 * @throws UsageError where several do
 */
export function requestOf(prompt: string, given: Fields): Fields {
  if (given.model !== undefined) return { model: given.model, prompt, ...given };
  const all = models();
  const newest = all.filter(({ family }) => family === all[0]?.family);
  // A file stands where a URL will.
  const tried = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, stand(all, name, value)]));
  const fitting = newest.filter(({ id }) => validate({ model: id, prompt, ...tried }, { strict: false }).valid);
  if (fitting.length > 1) {
    const ids = fitting.map(({ id }) => id).join(", ");
    throw new UsageError(`several models take these flags: choose one with --model (${ids})`);
  }
  // Where none does, the nearest says what is wrong.
  const names = Object.keys(given);
  const knows = ({ fields }: ModelInfo) => names.every((name) => fields.some((field) => field.name === name));
  const model = fitting[0] ?? newest.find(knows) ?? newest[0];
  return { model: model?.id, prompt, ...given };
}

function stand(all: readonly ModelInfo[], name: string, value: unknown): unknown {
  const field = fieldsOf(all).find((each) => each.name === name);
  if (field?.type === "media") return "https://file.invalid/0";
  if (field?.type !== "mediaList" || !Array.isArray(value)) return value;
  return value.map((_, index) => `https://file.invalid/${index}`);
}
