/** The only ways in. A path is taken as it stands: nothing is decoded, joined or resolved. */
import { Refused } from "../../proxy/answer.js";

export type Route =
  | { to: "create" | "list"; job: "" }
  | { to: "show" | "events" | "file" | "callback" | "reconcile" | "cancel"; job: string }
  | { to: "health" | "metrics" | "review" | "pause" | "operator"; job: "" };

/** A job's name in a path. */
export const JOB = "([\\w-]{43})";
/** Method, path below the mount, and where it leads. */
const TABLE: readonly [string, RegExp, Route["to"]][] = [
  ["POST", /^\/jobs$/, "create"],
  ["GET", /^\/jobs$/, "list"],
  ["GET", new RegExp(`^/jobs/${JOB}$`), "show"],
  ["GET", new RegExp(`^/jobs/${JOB}/events$`), "events"],
  ["POST", new RegExp(`^/jobs/${JOB}/reconcile$`), "reconcile"],
  ["POST", new RegExp(`^/jobs/${JOB}/cancel$`), "cancel"],
  ["GET", new RegExp(`^/files/${JOB}$`), "file"],
  ["HEAD", new RegExp(`^/files/${JOB}$`), "file"],
  ["POST", new RegExp(`^/callback/${JOB}$`), "callback"],
  ["GET", /^\/healthz$/, "health"],
  ["GET", /^\/metrics$/, "metrics"],
  ["GET", /^\/review$/, "review"],
  ["POST", /^\/pause$/, "pause"],
  // operator/handler.ts routes what is below it.
  ["GET", /^\/operator(?:\/.*)?$/, "operator"],
  ["POST", /^\/operator(?:\/.*)?$/, "operator"],
];

const nothingHere = () => new Refused(404, { code: "not_found", message: "there is nothing here" });

/** Where a request leads. @throws Refused where there is nothing, or not by that method */
export function routeOf(mount: string, method: string, pathname: string): Route {
  if (!pathname.startsWith(`${mount}/`)) throw nothingHere();
  return wayOf(TABLE, method, pathname.slice(mount.length).replace(/([^/])\/$/, "$1")) as Route;
}

/** The way of a table that fits, and the job in its path. @throws Refused where there is none, or not by that method */
export function wayOf<To>(
  table: readonly [string, RegExp, To][],
  method: string,
  path: string,
): { to: To; job: string } {
  const ways = table.filter(([, pattern]) => pattern.test(path));
  if (ways.length === 0) throw nothingHere();
  const way = ways.find(([allowed]) => allowed === method);
  if (way) return { to: way[2], job: way[1].exec(path)?.[1] ?? "" };
  const allow = ways.map(([allowed]) => allowed).join(", ");
  const message = `only ${allow} is allowed here`;
  throw new Refused(405, { code: "method_not_allowed", message, headers: { allow } });
}
