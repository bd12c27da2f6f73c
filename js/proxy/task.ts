/** A task as its owner sees it. */
import { readTask } from "../api/task.js";
import { json, Refused, visibleTask } from "./answer.js";
import { settle } from "./open-reservations.js";
import { ownOrigin } from "./origin.js";
import { type Outcome, refusedBy } from "./outcome.js";
import type { Settings } from "./settings.js";
import type { TaskToken } from "./task-token.js";
import type { Visitor } from "./types.js";
import * as upstream from "./upstream.js";

export async function task(
  settings: Settings,
  { user }: Visitor,
  request: Request,
  url: URL,
  { id }: { id: string },
): Promise<Response> {
  const token = await settings.tokens.verify(user, id);
  if (!token) throw noSuchTask();
  const { body, headers } = await readUpstream(settings, user, token);
  const { status, results } = readTask(body, undefined, settings.wire.base).task;
  await settle(settings, user, token, status);
  const links = await linksTo(settings, request, url, `${settings.mount}/v1/tasks/${id}/content`, id, results);
  return json(
    200,
    { ...visibleTask(body, id), ...("results" in body || links.length > 0 ? { results: links } : {}) },
    headers,
  );
}

/** The API's answer about a task. */
export async function readUpstream(settings: Settings, user: string, { taskId }: TaskToken) {
  // As the end of a path these mean another one, however they are encoded.
  if (taskId === "." || taskId === "..") throw noSuchTask();
  const outcome = await readOnce(settings, taskId);
  if (outcome.is === "well") return outcome;
  const { refused, reason } = outcome.is === "refused" ? outcome : { refused: noSuchTask(), reason: undefined };
  settings.tell(refusedBy(user, refused, reason));
  throw refused;
}

async function readOnce(settings: Settings, taskId: string): Promise<Outcome> {
  const key = `${settings.wire.base} ${await settings.keys.authorize()} ${taskId}`;
  return settings.reads.read(key, () => upstream.get(settings, `/v1/tasks/${encodeURIComponent(taskId)}`, true));
}

/** One answer for what never was, what is another's and what was forged: whoever guesses learns nothing. */
export function noSuchTask(): Refused {
  return new Refused(404, { code: "task_not_found", message: "The requested task could not be found" });
}

async function linksTo(
  settings: Settings,
  request: Request,
  url: URL,
  path: string,
  id: string,
  results: string[],
): Promise<string[]> {
  if (settings.results === "direct") return results;
  const origin = ownOrigin(request, url, settings.publicOrigin);
  const query = settings.results === "signed" ? `?${await settings.tokens.signLink(id)}` : "";
  // Ten is more than any task has.
  return results.slice(0, 10).map((_, index) => {
    return `${origin}${path}${index === 0 ? "" : `/${index}`}${query}`;
  });
}
