/** The only ways in. A path is taken as it stands: nothing is decoded, joined or resolved, and none of it goes upstream. */

type Door =
  | { to: "submit"; method: "POST" }
  | { to: "task"; method: "GET"; id: string }
  | { to: "content"; method: "GET"; id: string; index: number }
  | { to: "credits"; method: "GET" }
  | { to: "upload"; method: "POST"; kind: "stream" | "base64" | "url" };

/** No id that was issued is longer. */
const TASK = /^\/v1\/tasks\/([A-Za-z0-9._~-]{1,512})(?:\/content(?:\/([1-9]))?)?$/;
const UPLOAD = /^\/api\/v1\/files\/upload\/(stream|base64|url)$/;

/** A way in, and under which of the mounts it was found. */
export type Route = Door & { mount: string };

export function routeOf(mounts: readonly string[], pathname: string): Route | undefined {
  for (const mount of mounts) {
    const door = pathname.startsWith(`${mount}/`) ? doorAt(pathname.slice(mount.length)) : undefined;
    if (door) return { ...door, mount };
  }
  return undefined;
}

function doorAt(path: string): Door | undefined {
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
