/** The operator's page, its program and its looks, all of the Worker's own: nothing is loaded from elsewhere. */
import icon from "page:icon.svg";
import html from "page:index.html";
import script from "page:main.js";
import css from "page:style.css";
import { Refused, safeHeaders } from "../../proxy/answer.js";
import type { Deployment } from "../deployment.js";

/** Nothing of another origin, nothing inline, in nobody's frame. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

export function sendPage({ checked }: Deployment): Response {
  // A mount is a path of plain segments (options.ts): nothing in it can be taken for HTML.
  const body = html.replaceAll("__AT__", `${checked.mount}/operator`);
  const headers = safeHeaders({ "content-type": "text/html; charset=utf-8", "content-security-policy": POLICY });
  return new Response(body, { headers });
}

const ASSETS: Record<string, [type: string, text: string]> = {
  "app.js": ["text/javascript; charset=utf-8", script],
  "app.css": ["text/css; charset=utf-8", css],
  "icon.svg": ["image/svg+xml", icon],
};

/** One of the files that the page names. @throws Refused where it is none */
export function sendAsset(pathname: string): Response {
  const asset = ASSETS[pathname.slice(pathname.lastIndexOf("/") + 1)];
  if (!asset) throw new Refused(404, { code: "not_found", message: "there is nothing here" });
  return new Response(asset[1], { headers: safeHeaders({ "content-type": asset[0] }) });
}
