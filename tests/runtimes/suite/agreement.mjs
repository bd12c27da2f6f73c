// The same bytes everywhere: answers as JSON, members sorted, against those written down in agreement.json, which the
// native half is held to as well (main.rs).
import { deepEqual, equal } from "./assert.mjs";

const FUNCTIONS = {
  validate: (wanreel, request) => wanreel.validate(request),
  estimateCost: (wanreel, request) => wanreel.estimateCost(request),
  migrate: (wanreel, request) => wanreel.migrate(request),
};

const sorted = (_, value) =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

async function sha256(text) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const cases = [
  {
    name: "agreement: the answers are the native ones, byte for byte",
    async run({ wanreel, agreement }) {
      const texts = agreement.cases.map(({ fn, request }) => JSON.stringify(FUNCTIONS[fn](wanreel, request), sorted));
      for (const [index, { name, text }] of agreement.cases.entries()) equal(texts[index], text, name);
      equal(await sha256(texts.join("\n")), agreement.sha256, "the hash of all answers");
    },
  },
  {
    name: "agreement: models() and jsonSchema() are the catalogue's",
    run({ wanreel }) {
      for (const { id, fields } of wanreel.models()) {
        const schema = wanreel.jsonSchema(id);
        equal(schema.$schema, "https://json-schema.org/draft/2020-12/schema");
        deepEqual(Object.keys(schema.properties).sort(), fields.map(({ name }) => name).sort(), id);
      }
    },
  },
];
