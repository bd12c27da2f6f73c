/** A user's submit: checked, counted, sent once, and answered so that the page's client knows what it may do next. */
import { isIdempotencyKey, KEY_RULE } from "../claim/idempotency-key.js";
import { type Plan, type Reservation, reservationId, userName } from "../limits/reservation.js";
import { json, Refused, unknownOutcome, visibleTask } from "./answer.js";
import { readJson } from "./body.js";
import { closeHeld, hold } from "./counters.js";
import { IdempotencyRecord } from "./idempotency.js";
import { closeOpen } from "./open-reservations.js";
import { refusedBy } from "./outcome.js";
import { accept, type PricedRequest } from "./priced-request.js";
import { countRefusal, refuseUnread } from "./refused-submits.js";
import type { Settings } from "./settings.js";
import { digest } from "./signer.js";
import { encode, type HeldMoney, taskIdIn } from "./task-token.js";
import type { Visitor } from "./types.js";
import * as upstream from "./upstream.js";

type Sign = (payload: string) => Promise<string>;

export async function submit(settings: Settings, { user, feature }: Visitor, request: Request): Promise<Response> {
  await refuseUnread(settings, user, Date.now());
  const { own, order } = await read(settings, user, request).catch(async (error) => {
    if (error instanceof Refused) await countRefusal(settings, user, Date.now());
    throw error;
  });
  const now = Date.now();
  // Had before anything is sent: what is asked for later can fail later.
  const sign = await settings.tokens.signerFor(user);
  // Without the secret: after a new one, the same key must still find what it paid for.
  const key = `wan-${await digest("idempotency", settings.service, user, own)}`;
  const plan = await planFor(settings, user, feature, order, reservationId(key, now), now);
  const { fingerprint } = order.built;
  const intent = new IdempotencyRecord(
    settings,
    await settings.storePrefix(),
    key,
    fingerprint,
    now,
    plan?.reservation,
  );
  const known = await intent.claim();
  if (known.is === "task") return replay(settings, user, order, known, sign);
  if (known.is === "unknown") {
    // The record is the first one's to write: it may be settling this very moment.
    const reason = "an earlier request with this key has an unknown outcome";
    settings.tell({ type: "unknown", user, idempotencyKey: key, fingerprint, reason });
    return unknownOutcome();
  }
  // Sent again, it is counted already.
  if (!known.resend && plan) await reserving(settings, user, plan, intent, now);
  try {
    return await send(settings, { user, feature }, order, intent, sign, !known.resend);
  } catch (error) {
    if (error instanceof Refused) throw error;
    settings.tell({ type: "failed", where: "proxy", error });
    // There is a task, and its record says so: the same key gets it.
    if (intent.record.state === "submitted") return unknownOutcome();
    return unknown(settings, user, intent, "the proxy failed", {});
  } finally {
    intent.letGo();
  }
}

async function read(settings: Settings, user: string, request: Request) {
  const own = readKey(request);
  const body = await readJson(request, settings.maxBodyBytes, settings.bodyMs);
  return { own, order: await accept(settings, user, body) };
}

async function planFor(
  settings: Settings,
  user: string,
  feature: string,
  { built, costOptions }: PricedRequest,
  id: string,
  now: number,
): Promise<Plan | undefined> {
  const space = await settings.counterSpace();
  return settings.counters.reserve(built.body, costOptions, space, userName(user), feature, id, now);
}

async function reserving(
  settings: Settings,
  user: string,
  plan: Plan,
  intent: IdempotencyRecord,
  now: number,
): Promise<void> {
  try {
    await hold(settings, user, plan, () => closeOpen(settings), now);
  } catch (error) {
    // Whether it was counted is not known where the store of the limits failed.
    if (error instanceof Refused && error.status === 503) await closeHeld(settings, plan.reservation, 0, false);
    await intent.release();
    throw error;
  }
}

/** @param first whether it was not sent before */
async function send(
  settings: Settings,
  { user, feature }: Visitor,
  { built, model, microUsd, ceiling, late }: PricedRequest,
  intent: IdempotencyRecord,
  sign: Sign,
  first: boolean,
): Promise<Response> {
  const { idempotencyKey, reservation } = intent.record;
  if (first) late?.then((price) => intent.learn(price)).catch(() => {});
  // Frozen since its claim, it may have been taken for lost and sent by another, whose record it is then.
  if (first && !(await intent.mayPost())) return unknownOutcome();
  const outcome = await upstream.post(settings, built.body, idempotencyKey);
  if (outcome.is === "unknown") return unknown(settings, user, intent, outcome.reason, outcome.headers);
  if (outcome.is === "refused") {
    const { refused } = outcome;
    settings.tell(refusedBy(user, refused, outcome.reason));
    // What was sent again and refused says nothing about the first.
    if (!first) return unknown(settings, user, intent, refused.message, {});
    await closeHeld(settings, reservation, 0, true);
    await intent.release();
    throw refused;
  }
  const taskId = String(outcome.body.id);
  const payload = encode({ taskId, held: heldOf(reservation, idempotencyKey, model, feature) });
  // First what must not be lost, then what may fail.
  await intent.accepted(payload);
  const replayed = outcome.headers["idempotency-replayed"] === "true";
  settings.tell({ type: "submitted", user, taskId, microUsd, ceiling, replayed });
  // A task the API knew already is reserved for already.
  if (replayed && first) await closeHeld(settings, reservation, 0, true);
  return json(200, visibleTask(outcome.body, await sign(payload)), outcome.headers);
}

/** What a task's id tells of its reservation. */
function heldOf(reservation: Reservation | undefined, key: string, model: string, feature: string): HeldMoney {
  const { id = "", microUsd = 0, ceiling = false } = reservation ?? {};
  const [, claimedAt = "0", tail = ""] = /:(\d+)~([0-9a-f]{12})$/.exec(id) ?? [];
  return { microUsd, ceiling, claimedAt: Number(claimedAt), tail, key: key.slice("wan-".length), model, feature };
}

/** The task of an earlier request, signed anew: the secret may have changed since. */
async function replay(
  settings: Settings,
  user: string,
  { model, microUsd, ceiling }: PricedRequest,
  { written: payload, createdAt }: { written: string; createdAt: number },
  sign: Sign,
): Promise<Response> {
  settings.tell({ type: "submitted", user, taskId: taskIdIn(payload), microUsd, ceiling, replayed: true });
  const id = await sign(payload);
  const created = Math.floor(createdAt / 1000);
  const kind = { object: "video.generation.task", type: "video" };
  return json(200, { created, id, model, ...kind, progress: 0, status: "pending" }, { "idempotency-replayed": "true" });
}

async function unknown(
  settings: Settings,
  user: string,
  intent: IdempotencyRecord,
  reason: string,
  headers: Record<string, string>,
): Promise<Response> {
  await intent.unknown();
  const { idempotencyKey, fingerprint } = intent.record;
  settings.tell({ type: "unknown", user, idempotencyKey, fingerprint, reason });
  return unknownOutcome(headers);
}

/** The user's own key; without one, each request is an intent of its own. */
function readKey(request: Request): string {
  const key = request.headers.get("idempotency-key");
  if (key === null) return crypto.randomUUID();
  if (isIdempotencyKey(key)) return key;
  const message = `Idempotency-Key must be ${KEY_RULE}`;
  throw new Refused(400, { code: "invalid_idempotency_key", message, param: "idempotency-key" });
}
