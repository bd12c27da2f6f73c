/** What the package says of a request, in the words of the form: fields by their labels. The rules stay the package's. */
import type { FieldInfo, Issue, ModelInfo } from "wanreel";
import type { Words } from "../language/language.js";
import { capital } from "../ui/numbers.js";
import { choiceName, itemOf, nameOf, referenceName } from "./names.js";

/** What the visitor wrote stands in quotes, and stays as it is. */
const QUOTED = /("(?:[^"\\]|\\.)*")/;
/** What only a program writes so: image_urls, first_frame, image1. */
const API_NAME = /\b(?:[a-z]+(?:_[a-z]+)+|(?:image|video)\d+)\b/g;
/** In a Chinese sentence "prompt" and "seed" are names as well, and no words. */
const LATIN_WORD = /\b[a-z]+(?:_[a-z]+)*\d*\b/g;
/** Between two characters a gap is none; between a character and a Latin word there is one. */
const GAP_IN_CHINESE = /(?<=[\u3000-\u9fff“”（）]) (?=[\u3000-\u9fff“”（）])/g;
/** One of a list: image_urls.0, and as others write it, image_urls[0]. */
const ITEM = /\b([a-z]+_urls)(?:\.(\d+)\b|\[(\d+)\])/g;

export function inFormWords(issue: Issue, model: ModelInfo, words: Words): Issue {
  const { message, hint, path } = issue;
  const [field, index] = path;
  // A sentence names the list, its path the item: in the form each has a name of its own.
  const named =
    typeof index === "number" ? message.replace(new RegExp(`^${field}(?= )`), `${field}.${index}`) : message;
  return {
    ...issue,
    message: plainly(named, model, words),
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
      .replaceAll(/：\{[^}]*\}/g, "")
      .replaceAll(/(?:\bset|设置) ([a-z_]+): (true|false)\b/g, (whole, name, value) => {
        const label = labels.get(name);
        return label ? words.switchTo(label, value === "true") : whole;
      })
      .replaceAll(ITEM, (whole, name, dotted, bracketed) => {
        const info = lists.get(name);
        return info ? itemOf(info, Number(dotted ?? bracketed), words) : whole;
      })
      // "voice_bindings.image2" is a place within a field.
      .replaceAll(/\.(?=(?:image|video)\d)/g, words.code === "zh" ? "：" : ": ")
      .replaceAll(/\ban array of 1 URL\b/g, "a URL")
      .replaceAll(/\ban array of /g, "")
      .replaceAll(/含 (\d+(?: 到 \d+)? 个 URL) 的数组/g, " $1")
      .replaceAll(
        words.code === "zh" ? LATIN_WORD : API_NAME,
        (name) => labels.get(name) ?? (/^(?:image|video)\d/.test(name) ? referenceName(name, words) : name),
      );
  // What is quoted is the visitor's own, or the name of a field that this form does not have.
  const parts = sentenceOf.split(QUOTED).map((part, at) => (at % 2 ? part : plain(part)));
  return capital(parts.join("").replaceAll(GAP_IN_CHINESE, ""));
}

function labelsOf(fields: FieldInfo[], words: Words): Map<string, string> {
  return new Map(
    fields
      .filter(({ type }) => type !== "model")
      .flatMap((info): [string, string][] => [
        [info.name, nameOf(info, words)],
        ...(info.name === "generation_mode" ? (info.values ?? []) : []).map((mode): [string, string] => [
          mode,
          words.theMode(choiceName(mode, words)),
        ]),
        ...labelsOf(info.fields ?? [], words),
      ]),
  );
}
