// Every field of every model at, over and beside each of its limits, as models() lists them.
import { models } from "wanreel";

const URL_OK = "https://cdn.example.com/a";
const URLS_BAD = [
  "",
  " ",
  "cdn.example.com/a",
  "//cdn.example.com/a",
  "ftp://cdn.example.com/a",
  "https://",
  `${URL_OK}\n`,
  // No host holds what follows the letter that cannot be seen.
  "https://a\u200b<b.com/",
  "https://a\u200b b.com/",
];
const TYPES = [null, 5, true, "5", [], {}, [5], [null]];
const urls = (count) => Array.from({ length: count }, (_, at) => `${URL_OK}${at}`);

/** Values for one field: those it takes, and their nearest neighbours. */
const EDGES = {
  model: () => [],
  text: ({ maxLength }) =>
    [..."x🌊"].flatMap((letter) => [letter.repeat(maxLength), letter.repeat(maxLength + 1)]).concat("", " \n\u3000"),
  choice: ({ values }) => [...values, ...values.map((value) => value.toUpperCase()), `${values[0]} `, ""],
  integer: ({ min, max, step }) => [0, min - 1, min, min + step, min + 1, min + 0.5, max - 1, max, max + 1, -min, 1e21],
  boolean: () => [true, false, 0, "true"],
  media: () => [URL_OK, ...URLS_BAD],
  mediaList: ({ minItems, maxItems }) => [
    ...[0, minItems, maxItems, maxItems + 1].map(urls),
    ...[...URLS_BAD, ...TYPES].map((item) => [item]),
  ],
  callbackUrl: () => [
    ...[URL_OK, "HTTPS://cdn.example.com", "http://cdn.example.com", "https://user@cdn.example.com/", ...URLS_BAD],
    ...[2048, 2049].map((length) => `${URL_OK}/`.padEnd(length, "x")),
  ],
  voiceBindings: ({ maxItems }) => [
    ...["image", "video"].flatMap((kind) =>
      [0, 1, 2, maxItems, maxItems + 1, "01", ""].map((at) => ({ [kind + at]: URL_OK })),
    ),
    Object.fromEntries(urls(maxItems + 1).map((url, at) => [`image${at + 1}`, url])),
    ...[...URLS_BAD, ...TYPES].map((voice) => ({ image1: voice })),
  ],
  object: ({ fields }) => [
    { nothing: 1 },
    ...fields.flatMap((field) => edges(field).map((value) => ({ [field.name]: value }))),
  ],
};

const edges = (field) => [...TYPES, ...EDGES[field.type](field)];

/** Each of `requests` with one field at one edge, or without it. */
export function* atTheEdges(requests) {
  const fields = new Map(models().map(({ id, fields }) => [id, fields]));
  for (const request of requests) {
    for (const field of fields.get(request.model).filter(({ name }) => name !== "model")) {
      const { [field.name]: _, ...without } = request;
      yield without;
      for (const value of edges(field)) yield { ...request, [field.name]: value };
    }
  }
}
