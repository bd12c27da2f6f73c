/** What the page asks its Worker, below its own address. */
import { byId, h } from "./dom.js";

const AT = document.documentElement.dataset.at ?? "";

export function path(rest: string, query: Record<string, string | undefined> = {}): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const search = new URLSearchParams(given).toString();
  return `${AT}/${rest}${search === "" ? "" : `?${search}`}`;
}

/** The Worker said no, in its own words. */
export class Refusal extends Error {}

export async function ask<Answer>(url: string, body?: object): Promise<Answer> {
  const init = body && {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
  // A login that stands before the Worker answers by leading elsewhere.
  const answer = await fetch(url, { redirect: "manual", ...init });
  if (answer.type === "opaqueredirect") throw new Refusal("you are signed out: load this page anew");
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) return said as Answer;
  const message = said.error?.message ?? `the Worker answered ${answer.status}`;
  throw new Refusal(answer.status === 401 || answer.status === 403 ? `${message}: load this page anew` : message);
}

/** Does something, and says at the top of the page what went wrong. */
export async function trying(work: () => Promise<unknown>): Promise<boolean> {
  const trouble = byId("trouble");
  try {
    await work();
    trouble.hidden = true;
    return true;
  } catch (error) {
    const offline = error instanceof TypeError ? "the Worker cannot be reached" : undefined;
    trouble.replaceChildren(h("span", {}, offline ?? (error as Error).message));
    trouble.hidden = false;
    return false;
  }
}
