/** The only ways in. A path is taken as it stands: nothing is decoded, joined or resolved. */

export type Route =
  | { to: "create" | "list"; job: "" }
  | { to: "show" | "events" | "file" | "callback" | "reconcile" | "cancel"; job: string }
  | { to: "health" | "metrics" | "review" | "pause" | "operator"; job: "" };

const JOB = "([\\w-]{43})";
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
  ["GET", /^\/operator(\/.*)?$/, "operator"],
  ["POST", /^\/operator(\/.*)?$/, "operator"],
];

/** Where a request leads; the methods that are allowed there where its own is not; nothing where there is nothing. */
export function routeOf(mount: string, method: string, pathname: string): Route | { allow: string } | undefined {
  if (!pathname.startsWith(`${mount}/`)) return undefined;
  const path = pathname.slice(mount.length).replace(/([^/])\/$/, "$1");
  const ways = TABLE.filter(([, pattern]) => pattern.test(path));
  if (ways.length === 0) return undefined;
  const way = ways.find(([allowed]) => allowed === method);
  if (!way) return { allow: ways.map(([allowed]) => allowed).join(", ") };
  return { to: way[2], job: way[2] === "operator" ? "" : (way[1].exec(path)?.[1] ?? "") } as Route;
}
