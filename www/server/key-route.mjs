// The route that adds the key for the page: the package's own proxy, as any site would have it.
import { createProxy, toNodeHandler } from "wanreel/proxy";
import { visitorOf } from "../shared/visitor.js";

const MOUNT = "/api/wan";

/** Answers where it stands, and a listener for node:http. */
export function createKeyRoute({ key, apiBase }) {
  const proxy = createProxy({
    apiKey: key,
    baseUrl: apiBase,
    filesBaseUrl: apiBase,
    uploads: { maxBytes: 100 * 2 ** 20 },
    mount: MOUNT,
    authorize(request) {
      const user = visitorOf(request.headers.get("cookie"));
      return user === undefined ? null : { user };
    },
    // Nothing here can be called back, and what the form offers is to be tried.
    allowCallbackUrl: true,
  });
  return { mount: MOUNT, handle: toNodeHandler(proxy) };
}
