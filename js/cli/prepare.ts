/** A request as a command is given it: read, its files looked at, checked and priced, before anything is sent. */
import { models } from "../api/catalog.js";
import { estimateCost } from "../api/cost.js";
import { validate } from "../api/request.js";
import { inspectMedia } from "../media/check.js";
import { mediaOf } from "../media/request-media.js";
import type { Submittable, VideoRequest } from "../types/request.js";
import type { Cost, Issue, MediaFact, PriceTableName, Validation } from "../types/results.js";
import { readJson } from "./input.js";
import { withFiles } from "./local-files.js";
import { givenFields, requestOf } from "./request-flags.js";
import { UsageError } from "./usage-error.js";

/** How long a far file may take to tell its length: it decides the price, and holds up no more than a moment. */
const PROBE_MS = 5_000;

export interface Prepared {
  /** What is sent; its files are uploaded first. */
  request: Submittable;
  /** The same with an address in place of each file. */
  plain: VideoRequest;
  validation: Validation;
  /** What is known of its media, by field. */
  inputs: Record<string, MediaFact | undefined>;
  /** Whether any of it is a file of this machine. */
  hasFiles: boolean;
}

/** A prompt, the name of a JSON file, or "-" for stdin; flags add to both. */
export async function readRequest(source: string, options: object): Promise<{ request: unknown; folder: string }> {
  const given = givenFields(options as Record<string, unknown>);
  if (source !== "-" && !/\.json$/i.test(source)) {
    if (source.trim() === "") throw new UsageError("the prompt is empty: say what the video is to show");
    return { request: requestOf(source, given), folder: process.cwd() };
  }
  const { value, folder } = await readJson(source);
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return { request: isObject ? { ...value, ...given } : value, folder };
}

/**
 * Looks at the files of a request, at videos elsewhere whose length is billed, and with `all` at every medium; then checks
 * the whole.
 */
export async function prepare(given: unknown, folder: string, { all = false, strict = true } = {}): Promise<Prepared> {
  const { request, missing } = await withFiles(given, folder);
  const typed = request as VideoRequest;
  const model = models().find(({ id }) => id === Object(request).model);
  const places = mediaOf(typed, { models, validate });
  const passed = places.filter(
    ({ source, path }) => !all && typeof source === "string" && !(model?.billsInput && path[0] === "video_urls"),
  );
  const known = Object.fromEntries(passed.map(({ path }) => [path.join("."), {}]));
  const options = { inputs: known, strict, timeoutMs: PROBE_MS, allowPrivateHosts: true };
  const { validation, inputs, plain } = await inspectMedia(typed, options);
  return {
    request: request as Submittable,
    plain,
    validation: { ...validation, issues: validation.issues.map((issue) => withPlace(issue, missing)) },
    inputs,
    hasFiles: places.some(({ source }) => typeof source !== "string"),
  };
}

/** Whoever meant a file is told where it was looked for. */
function withPlace(issue: Issue, missing: ReadonlyMap<string, string>): Issue {
  const place = missing.get(issue.path.join("."));
  if (place === undefined || issue.code !== "invalid_url") return issue;
  return { ...issue, hint: `and there is no file ${place}` };
}

/** What it costs; nothing where a field that the price depends on is wrong. */
export function priceOf({ plain, inputs }: Prepared, prices: PriceTableName | undefined): Cost {
  return estimateCost(plain, { inputs, ...(prices ? { prices } : {}) });
}
