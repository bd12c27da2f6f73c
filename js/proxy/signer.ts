/**
 * Signatures: what an isolate hands out, every other one knows again, with nothing shared but the secret.
 * Each is over JSON of a purpose and its parts, so that no two different lists of parts are the same bytes. And digests, for
 * what must outlive the secret.
 */
import { sameText } from "../internal/same-text.js";

const LABEL = "wanreel/proxy v1";
/** A rotated key leaves its predecessor in here. */
const MOST_KEYS = 8;

const encode = (text: string) => new TextEncoder().encode(text);

export class Signer {
  readonly #secrets: () => Promise<readonly string[]>;
  readonly #keys = new Map<string, CryptoKey>();

  /** @param secrets the first signs, all are taken */
  constructor(secrets: () => Promise<readonly string[]>) {
    this.#secrets = secrets;
  }

  /** Signs with the first secret: 43 characters of `A-Za-z0-9_-`. Found now, so that what is signed later cannot miss it. */
  async load(): Promise<(...parts: readonly string[]) => Promise<string>> {
    const [secret = ""] = await this.#secrets();
    const key = await this.#key(secret);
    return (...parts) => mac(key, parts);
  }

  async verify(given: string, ...parts: readonly string[]): Promise<boolean> {
    let good = false;
    for (const secret of await this.#secrets()) {
      if (sameText(given, await mac(await this.#key(secret), parts))) good = true;
    }
    return good;
  }

  async #key(secret: string): Promise<CryptoKey> {
    const known = this.#keys.get(secret);
    if (known) return known;
    // Derived, so that what the secret is used for elsewhere tells nothing here.
    const key = await importKey(await hmac(await importKey(encode(secret)), LABEL));
    if (this.#keys.size >= MOST_KEYS) this.#keys.clear();
    this.#keys.set(secret, key);
    return key;
  }
}

async function mac(key: CryptoKey, parts: readonly string[]): Promise<string> {
  return base64url(await hmac(key, JSON.stringify(parts)));
}

/**
 * A name of one length for what has to be found again whatever secret signs, and by every isolate: 43 characters of
 * `A-Za-z0-9_-`. It hides nothing from those who can guess the parts.
 */
export async function digest(...parts: readonly string[]): Promise<string> {
  const bytes = encode(JSON.stringify([LABEL, ...parts]));
  return base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

function importKey(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

async function hmac(key: CryptoKey, text: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, encode(text)));
}

export function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

export function fromBase64url(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
}
