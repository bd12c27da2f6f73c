// Requests patched together from others, the same ones at each run.
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Values that fit nowhere, or only just. */
const ODD = [null, "", " \n", "x", 0, -1, 1.5, 11, 1e9, true, [], {}, [[]], ["", null], { image1: 1 }];
const MOST_EDITS = 3;

/** A number from 0 to below `limit`, the next of a fixed series. */
function series(seed) {
  const generator = xoroshiro128plus(seed);
  return (limit) => uniformInt(generator, 0, limit - 1);
}

/** What stands under each name anywhere: most of it fits, in another company. */
function stock(requests) {
  const found = new Map();
  for (const [name, value] of requests.flatMap(Object.entries)) found.set(name, [...(found.get(name) ?? []), value]);
  found.delete("model");
  return found;
}

/**
 * Copies of `requests`, each with up to three fields changed, often to what `others` have there. The model stays, so that
 * its schema is the one asked.
 */
export function* mutants(requests, others, { count, seed }) {
  const below = series(seed);
  const pick = (list) => list[below(list.length)];
  const found = stock(others);
  const names = [...found.keys()];
  const models = [...new Set(requests.map(({ model }) => model))].map((id) =>
    requests.filter(({ model }) => model === id),
  );
  const own = (request) => pick(Object.keys(request).filter((name) => name !== "model")) ?? "prompt";
  const list = (length, item) => Array.from({ length }, (_, at) => item(at));

  // Values are replaced whole, never changed in place: the requests they came from stay as they are.
  const edits = [
    (request) => delete request[own(request)],
    (request) => {
      const name = own(request);
      request[name] = pick(found.get(name));
    },
    (request) => {
      const name = pick(names);
      request[name] = pick(found.get(name));
    },
    (request) => {
      request[pick(names)] = pick(ODD);
    },
    // Callbacks come in every spelling of a host.
    (request) => {
      request[pick(["image_start", "image_end", "callback_url"])] = pick(found.get("callback_url"));
    },
    (request) => {
      request[pick(["image_urls", "video_urls"])] = list(below(7), (at) => `https://cdn.example.com/${at}`);
    },
    (request) => {
      const binding = () => [`${pick(["image", "video"])}${below(7)}`, "https://cdn.example.com/voice.mp3"];
      request.model_params = { voice_bindings: Object.fromEntries(list(below(4), binding)) };
    },
  ];

  for (let made = 0; made < count; made++) {
    const request = { ...pick(pick(models)) };
    for (let left = 1 + below(MOST_EDITS); left > 0; left--) pick(edits)(request);
    yield request;
  }
}
