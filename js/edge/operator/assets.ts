/** The operator's page, its program and its looks, all of the Worker's own: nothing is loaded from elsewhere. */
import icon from "page:icon.svg";
import html from "page:index.html";
import script from "page:main.js";
import css from "page:style.css";
import { safeHeaders } from "../../proxy/answer.js";
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

const ASSETS = {
  "app.js": ["text/javascript; charset=utf-8", script],
  "app.css": ["text/css; charset=utf-8", css],
  "icon.svg": ["image/svg+xml", icon],
} as const;

/** One of the files that the page names. */
export function sendAsset(name: keyof typeof ASSETS): Response {
  const [type, text] = ASSETS[name];
  return new Response(text, { headers: safeHeaders({ "content-type": type }) });
}
