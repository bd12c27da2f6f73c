/** What the package says of a request, in the words of the form: fields by their labels. The rules stay the package's. */
import type { FieldInfo, Issue, ModelInfo } from "wanreel";
import { capital, sentence } from "../words.js";
import { choiceName } from "./choice-control.js";
import { nameOf } from "./frame.js";

/** What the visitor wrote stands in quotes, and stays as it is. */
const QUOTED = /("(?:[^"\\]|\\.)*")/;
/** What only a program writes so: image_urls, first_frame, image1. */
const API_NAME = /\b(?:[a-z]+(?:_[a-z]+)+|(?:image|video)\d+)\b/g;

export function inFormWords(issue: Issue, model: ModelInfo): Issue {
  const labels = labelsOf(model.fields);
  const said = (text: string) =>
    capital(
      text
        .split(QUOTED)
        .map((part, at) => (at % 2 ? part : plain(part)))
        .join(""),
    );
  const plain = (text: string) =>
    text
      // "voice_bindings.image2" is a place within a field.
      .replaceAll(/\.(?=(?:image|video)\d)/g, ": ")
      .replaceAll(/\ban array of 1 URL\b/g, "a URL")
      .replaceAll(/\ban array of /g, "")
      .replaceAll(API_NAME, (name) => labels.get(name) ?? (/\d$/.test(name) ? reference(name) : name));
  return { ...issue, message: said(issue.message), ...(issue.hint !== undefined && { hint: said(issue.hint) }) };
}

/** "image1" → "Image 1". */
export function reference(key: string): string {
  return sentence(key.replace(/(\d+)$/, " $1"));
}

function labelsOf(fields: FieldInfo[]): Map<string, string> {
  return new Map(
    fields.flatMap((info): [string, string][] => [
      [info.name, nameOf(info)],
      ...(info.name === "generation_mode" ? (info.values ?? []) : []).map((mode): [string, string] => [
        mode,
        `the mode “${choiceName(mode)}”`,
      ]),
      ...labelsOf(info.fields ?? []),
    ]),
  );
}
