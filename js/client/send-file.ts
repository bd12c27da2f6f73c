/**
 * Sending a file: by fetch, or by XMLHttpRequest where a page wants to watch the bytes leave, which fetch cannot show.
 * What is thrown here is the engine's own, with whatever stands in it; the driver makes errors of it.
 */

/** What sends: a fetch of the caller's, else one that watches, where it is wanted and can be. */
export function sender(
  own: typeof fetch | undefined,
  onSent: ((share: number) => void) | undefined,
): typeof fetch | undefined {
  // A fetch of the caller's own is there to be asked.
  if (own || !onSent || typeof XMLHttpRequest !== "function") return own;
  return ((url: string, init: RequestInit) => byXhr(url, init, onSent)) as typeof fetch;
}

/**
 * Redirects cannot be forbidden here, only seen afterwards. The key is safe all the same: by the Fetch standard browsers
 * drop Authorization where a redirect leads to another origin (tests/browser/upload.test.mjs looks). Cookies go as they
 * do with fetch, to the page's own origin alone, since withCredentials stays off.
 */
function byXhr(
  url: string,
  { headers, body, signal }: RequestInit,
  onSent: (share: number) => void,
): Promise<Pick<Response, "status" | "headers" | "body" | "text">> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open("POST", url);
    (headers as Headers).forEach((value, name) => {
      xhr.setRequestHeader(name, value);
    });
    xhr.upload.onprogress = ({ lengthComputable, loaded, total }) => {
      if (lengthComputable) onSent(loaded / total);
    };
    xhr.onload = () => {
      // React Native does not always tell the URL.
      const redirected = xhr.responseURL && xhr.responseURL !== new URL(url, globalThis.location?.href).href;
      const text = redirected ? "" : xhr.responseText;
      const status = redirected ? 0 : xhr.status;
      resolve({ status, headers: redirected ? new Headers() : headersOf(xhr), body: null, text: async () => text });
    };
    xhr.onerror = () => reject(new TypeError("the connection failed"));
    signal?.addEventListener("abort", () => xhr.abort(), { once: true });
    xhr.send(body as FormData | string);
  });
}

/** Those that the server lets a page see. */
function headersOf(xhr: XMLHttpRequest): Headers {
  const lines = xhr.getAllResponseHeaders().split("\r\n").filter(Boolean);
  return new Headers(lines.map((line) => line.split(": ", 2) as [string, string]));
}
