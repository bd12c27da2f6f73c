/** What the package says of a request, in the words of the form: fields by their labels. The rules stay the package's. */
import type { FieldInfo, Issue, ModelInfo } from "wanreel";
import type { Words } from "../language/language.js";
import { capital } from "../ui/numbers.js";
import { choiceName, itemOf, nameOf, referenceName } from "./names.js";

/** What the visitor wrote stands in quotes, and stays as it is. */
const QUOTED = /("(?:[^"\\]|\\.)*")/;
/** What only a program writes so: image_urls, first_frame, image1. */
const API_NAME = /\b(?:[a-z]+(?:_[a-z]+)+|(?:image|video)\d+)\b/g;
/** One of a list: image_urls.0, and as others write it, image_urls[0]. */
const ITEM = /\b([a-z]+_urls)(?:\.(\d+)\b|\[(\d+)\])/g;

export function inFormWords(issue: Issue, model: ModelInfo, words: Words): Issue {
  const { message, hint } = issue;
  return {
    ...issue,
    message: plainly(message, model, words),
    ...(hint !== undefined && { hint: plainly(hint, model, words) }),
  };
}

/** A sentence about a request to that model. */
export function plainly(sentenceOf: string, model: ModelInfo, words: Words): string {
  const labels = labelsOf(model.fields, words);
  const lists = new Map(model.fields.map((info) => [info.name, info]));
  const plain = (text: string) =>
    text
      // The form has no objects: what lies in one is a field like any other.
      .replaceAll(/\bmodel_params\.(?=[a-z])/g, "")
      .replaceAll(/\bvoice_bindings: \{[^}]*\}/g, "voice_bindings")
      .replaceAll(/\bset ([a-z_]+): (true|false)\b/g, (whole, name, value) => {
        const label = labels.get(name);
        return label ? `switch ${value === "true" ? "on" : "off"} “${label}”` : whole;
      })
      .replaceAll(ITEM, (whole, name, dotted, bracketed) => {
        const info = lists.get(name);
        return info ? itemOf(info, Number(dotted ?? bracketed), words) : whole;
      })
      // "voice_bindings.image2" is a place within a field.
      .replaceAll(/\.(?=(?:image|video)\d)/g, ": ")
      .replaceAll(/\ban array of 1 URL\b/g, "a URL")
      .replaceAll(/\ban array of /g, "")
      .replaceAll(API_NAME, (name) => labels.get(name) ?? (/\d$/.test(name) ? referenceName(name, words) : name));
  // What is quoted is the visitor's own, or the name of a field that this form does not have.
  const parts = sentenceOf.split(QUOTED).map((part, at) => (at % 2 ? part : plain(part)));
  return capital(parts.join(""));
}

function labelsOf(fields: FieldInfo[], words: Words): Map<string, string> {
  return new Map(
    fields.flatMap((info): [string, string][] => [
      [info.name, nameOf(info, words)],
      ...(info.name === "generation_mode" ? (info.values ?? []) : []).map((mode): [string, string] => [
        mode,
        `the mode “${choiceName(mode, words)}”`,
      ]),
      ...labelsOf(info.fields ?? [], words),
    ]),
  );
}
