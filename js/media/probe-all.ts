/** The media of a request looked at together, for a client before it uploads and for `checkMedia`. */
import type { Issue, MediaFact } from "../types/results.js";
import type { MediaError } from "./error.js";

/** What is known of a medium, and why it is not more. */
export interface Found {
  fact: MediaFact | undefined;
  trouble?: MediaError;
}

interface Place<S> {
  path: (string | number)[];
  source: S;
}

/** Looks at each source once, wherever it stands; answers what was found, place by place, and the warnings. */
export async function probeAll<S>(
  places: readonly Place<S>[],
  look: (source: S) => Promise<Found>,
): Promise<{ found: Found[]; warnings: Issue[] }> {
  const started = new Map<S, Promise<Found>>();
  for (const { source } of places) if (!started.has(source)) started.set(source, look(source));
  // All at once, and each waited for: a failure that nobody hears would end a Node process.
  const found = await Promise.all(places.map(({ source }) => started.get(source) as Promise<Found>));
  const warnings = places.flatMap(({ path }, index) => {
    const trouble = found[index]?.trouble;
    return trouble ? [unreadable(path, trouble)] : [];
  });
  return { found, warnings };
}

/**
 * What a probe that failed leaves, beside what was `known`: a format is enough to refuse a file by; what is certainly no
 * medium needs no warning beside that.
 */
export function foundOf(trouble: MediaError, known?: MediaFact): Found {
  const { format, foreign } = trouble;
  const fact = format === undefined ? known : { ...known, format };
  return foreign ? { fact } : { fact, trouble };
}

/** The warning about a medium that could not be fetched or read. */
function unreadable(path: (string | number)[], { message, hint }: MediaError): Issue {
  const issue: Issue = {
    severity: "warning",
    code: "media_unreadable",
    path,
    message: `${path.join(".")} could not be checked: ${message}`,
  };
  if (hint !== undefined) issue.hint = hint;
  return issue;
}
