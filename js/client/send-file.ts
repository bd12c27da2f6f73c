/**
 * Sending a file: by fetch, or by XMLHttpRequest where a page wants to watch the bytes leave, which fetch cannot show.
 * What is thrown here is the engine's own, with whatever stands in it; upload.ts makes errors of it.
 */

/** A file on its way out. */
export interface Outgoing {
  url: string;
  headers: Headers;
  body: FormData | string;
  signal: AbortSignal;
}

/** `status` 0: redirected elsewhere. */
export interface Answer {
  status: number;
  text: string;
}

/** Sends; `onSent` hears the share of the body that has left, where that can be known on the way. */
export async function sendFile(
  outgoing: Outgoing,
  own: typeof fetch | undefined,
  onSent: ((share: number) => void) | undefined,
): Promise<Answer> {
  outgoing.signal.throwIfAborted();
  // A fetch of the caller's own is there to be asked.
  if (own || !onSent || typeof XMLHttpRequest !== "function") return byFetch(outgoing, own ?? fetch);
  return byXhr(outgoing, onSent);
}

async function byFetch({ url, headers, body, signal }: Outgoing, send: typeof fetch): Promise<Answer> {
  const response = await send(url, { method: "POST", headers, body, redirect: "manual", signal });
  return { status: response.status, text: await response.text() };
}

/**
 * Redirects cannot be forbidden here, only seen afterwards. The key is safe all the same: by the Fetch standard browsers
 * drop Authorization where a redirect leads to another origin (tests/browser/upload.test.mjs looks). Cookies go as they
 * do with fetch, to the page's own origin alone, since withCredentials stays off.
 */
function byXhr({ url, headers, body, signal }: Outgoing, onSent: (share: number) => void): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open("POST", url);
    headers.forEach((value, name) => {
      xhr.setRequestHeader(name, value);
    });
    xhr.upload.onprogress = ({ lengthComputable, loaded, total }) => {
      if (lengthComputable) onSent(loaded / total);
    };
    xhr.onload = () => {
      // React Native does not always tell the URL.
      const redirected = xhr.responseURL && xhr.responseURL !== new URL(url, globalThis.location?.href).href;
      resolve(redirected ? { status: 0, text: "" } : { status: xhr.status, text: xhr.responseText });
    };
    xhr.onerror = () => reject(new TypeError("the connection failed"));
    const abort = () => {
      xhr.abort();
      reject(signal.reason);
    };
    signal.addEventListener("abort", abort, { once: true });
    xhr.send(body);
  });
}
