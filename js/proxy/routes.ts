/** The only ways in. A path is taken as it stands: nothing is decoded, joined or resolved, and none of it goes upstream. */

export type Route =
  | { to: "submit"; method: "POST" }
  | { to: "task"; method: "GET"; id: string }
  | { to: "content"; method: "GET"; id: string; index: number }
  | { to: "credits"; method: "GET" }
  | { to: "upload"; method: "POST"; kind: "stream" | "base64" | "url" };

/** No id that was issued is longer. */
const TASK = /^\/v1\/tasks\/([A-Za-z0-9._~-]{1,512})(?:\/content(?:\/([1-9]))?)?$/;
const UPLOAD = /^\/api\/v1\/files\/upload\/(stream|base64|url)$/;

/** @param mount alone: what a site guards at one path must not be open at another */
export function routeOf(mount: string, pathname: string): Route | undefined {
  if (!pathname.startsWith(`${mount}/`)) return undefined;
  // A site may end all its paths with a slash (Next's trailingSlash).
  return targetOf(pathname.slice(mount.length).replace(/([^/])\/$/, "$1"));
}

function targetOf(path: string): Route | undefined {
  if (path === "/v1/videos/generations") return { to: "submit", method: "POST" };
  if (path === "/v1/credits") return { to: "credits", method: "GET" };
  const upload = UPLOAD.exec(path)?.[1];
  if (upload) return { to: "upload", method: "POST", kind: upload as "stream" };
  const [, id, index] = TASK.exec(path) ?? [];
  if (id === undefined) return undefined;
  if (path.endsWith(`${id}/content`)) return { to: "content", method: "GET", id, index: 0 };
  if (index !== undefined) return { to: "content", method: "GET", id, index: Number(index) };
  return { to: "task", method: "GET", id };
}
