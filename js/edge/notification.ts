/**
 * Notifications by Standard Webhooks: signed, and checked by whoever is told.
 * Source: github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md.
 */
import { ConfigError } from "../errors/local.js";
import { WanError } from "../errors/wan-error.js";
import { Refused } from "../proxy/answer.js";
import { readBody } from "../proxy/body.js";
import type { JobNotification } from "./types.js";

/** How far the clocks of sender and receiver may be apart: as much as the specification's own libraries allow. */
const TOLERANCE_MS = 5 * 60_000;
const PREFIX = "whsec_";
/** Of a symmetric key, by the specification. */
const [LEAST_KEY_BYTES, MOST_KEY_BYTES] = [24, 64];
/** The specification asks for less than 20 kB; more than that is nothing of ours. */
const MOST_BYTES = 1 << 16;
const BODY_MS = 10_000;
/** Signatures of more secrets than anybody rotates between. */
const MOST_SIGNATURES = 20;

/** What the headers and the body of one attempt are. The id is the same for each attempt, the moment is not. */
export interface Signed {
  id: string;
  /** Milliseconds since 1970. */
  now: number;
  body: string;
}

/**
 * The headers of one attempt; each of several secrets signs, so that a receiver may hold either while they are exchanged.
 * @throws ConfigError where a secret is none
 */
export async function signNotification(secrets: readonly string[], { id, now, body }: Signed): Promise<Headers> {
  const timestamp = String(Math.floor(now / 1000));
  const content = signedContent(id, timestamp, body);
  const signatures = await Promise.all(
    secrets.map(async (secret) => {
      const mac = await crypto.subtle.sign("HMAC", await keyOf(secret, "sign"), content);
      return `v1,${btoa(String.fromCharCode(...new Uint8Array(mac)))}`;
    }),
  );
  return new Headers({
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signatures.join(" "),
  });
}

/**
 * What a pipeline tells of a job that ended. It is delivered at least once: whoever has handled its `id` answers 2xx and does
 * nothing more. Reads the request's body.
 *
 * @param secret as given to the pipeline's `notify.secret`; of several, any may have signed
 * @throws WanError with code "notification_forbidden" where it is not signed by the secret, or not in the last 5 minutes
 * (answer 403), and "notification_invalid" where its body is no notification (answer 400)
 * @throws ConfigError where the secret is none: "whsec_" and the base64 of 24 to 64 bytes
 */
export async function verifyNotification(
  request: Request,
  secret: string | readonly string[],
): Promise<JobNotification> {
  const secrets = typeof secret === "string" ? [secret] : secret;
  if (!Array.isArray(secrets) || secrets.length === 0) throw noSecret();
  const keys = await Promise.all(secrets.map((each) => keyOf(each, "verify")));
  const header = (name: string) => request.headers.get(`webhook-${name}`) ?? "";
  const [id, timestamp] = [header("id"), header("timestamp")];
  const signatures = header("signature").split(" ").slice(0, MOST_SIGNATURES).flatMap(readSignature);
  if (id === "" || !/^\d{1,12}$/.test(timestamp)) throw forbidden("it has no webhook-id and webhook-timestamp");
  if (Math.abs(Date.now() - Number(timestamp) * 1000) > TOLERANCE_MS) {
    throw forbidden("its webhook-timestamp is more than 5 minutes away from this clock");
  }
  const body = await textOf(request);
  const content = signedContent(id, timestamp, body);
  const checks = keys.flatMap((key) => signatures.map((mac) => crypto.subtle.verify("HMAC", key, mac, content)));
  if (!(await Promise.all(checks)).includes(true)) throw forbidden("no secret of these has signed it");
  return { ...parse(body), id };
}

function signedContent(id: string, timestamp: string, body: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${id}.${timestamp}.${body}`);
}

/** Of one `version,base64`; nothing where it is of another version, or no base64. */
function readSignature(text: string): Uint8Array<ArrayBuffer>[] {
  if (!text.startsWith("v1,")) return [];
  const bytes = fromBase64(text.slice(3));
  return bytes ? [bytes] : [];
}

function keyOf(secret: unknown, use: "sign" | "verify"): Promise<CryptoKey> {
  const text = typeof secret === "string" ? secret : "";
  const bytes = fromBase64(text.startsWith(PREFIX) ? text.slice(PREFIX.length) : text);
  if (!bytes || bytes.length < LEAST_KEY_BYTES || bytes.length > MOST_KEY_BYTES) throw noSecret();
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, [use]);
}

/** @throws ConfigError where it could sign nothing: said when a pipeline starts, not when the first job is done */
export function checkSecret(secret: string): void {
  const bytes = fromBase64(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret);
  if (!bytes || bytes.length < LEAST_KEY_BYTES || bytes.length > MOST_KEY_BYTES) throw noSecret();
}

function noSecret(): ConfigError {
  return new ConfigError(
    `the secret of notifications must be "${PREFIX}" and the base64 of ${LEAST_KEY_BYTES} to ${MOST_KEY_BYTES} bytes`,
    `make one at random: echo "${PREFIX}$(openssl rand -base64 32)"`,
  );
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}

async function textOf(request: Request): Promise<string> {
  try {
    const bytes = await readBody(request, MOST_BYTES, BODY_MS);
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof Refused) throw invalid(error.message);
    throw invalid("its body is not UTF-8");
  }
}

function parse(body: string): JobNotification {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw invalid("its body is no JSON");
  }
  const { type, timestamp, data } = Object(parsed) as Record<string, unknown>;
  if (typeof type !== "string" || typeof timestamp !== "string" || typeof data !== "object" || data === null) {
    throw invalid("its body has no type, timestamp and data");
  }
  return parsed as JobNotification;
}

function forbidden(why: string): WanError {
  return new WanError(`this is no notification: ${why}`, {
    code: "notification_forbidden",
    hint: "answer it with 403, and handle nothing",
  });
}

function invalid(why: string): WanError {
  return new WanError(`this is no notification: ${why}`, {
    code: "notification_invalid",
    hint: "answer it with 400, and handle nothing",
  });
}
