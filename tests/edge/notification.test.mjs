// Notifications against the reference library of Standard Webhooks, both ways, and what is none.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { Webhook } from "standardwebhooks";
import { createPipeline, verifyNotification } from "wanreel/edge";
import { signNotification } from "./internals.mjs";

const secretOf = (bytes) => `whsec_${randomBytes(bytes).toString("base64")}`;
const [SECRET, OLD] = [secretOf(32), secretOf(24)];
const ID = "msg_job-1_2";
const BODY = JSON.stringify({
  type: "job.done",
  timestamp: "2026-11-22T10:00:00.000Z",
  data: { id: "job-1", run: 2, user: "anna ☃", feature: "", state: "done", model: "wan2.7-text-to-video" },
});
const TOLD = { ...JSON.parse(BODY), id: ID };

/** As the reference library signs it, at a moment. */
function reference({ secret = SECRET, body = BODY, at = new Date(), id = ID } = {}) {
  const headers = {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": new Webhook(secret).sign(id, at, body),
  };
  return { headers, body };
}

const request = ({ headers, body }) => new Request("https://shop.example/hook", { method: "POST", headers, body });

test("what the reference library signs is taken, with any of the secrets", async () => {
  assert.deepEqual(await verifyNotification(request(reference()), SECRET), TOLD);
  assert.deepEqual(await verifyNotification(request(reference({ secret: OLD })), [SECRET, OLD]), TOLD);
  // A secret without its prefix is the same.
  assert.deepEqual(await verifyNotification(request(reference()), SECRET.slice("whsec_".length)), TOLD);
});

test("what is signed here the reference library takes, with each of two secrets", async () => {
  const headers = await signNotification([SECRET, OLD], { id: ID, now: Date.now(), body: BODY });
  assert.equal(headers.get("webhook-signature").split(" ").length, 2);
  const plain = Object.fromEntries(headers);
  for (const secret of [SECRET, OLD]) assert.deepEqual(new Webhook(secret).verify(BODY, plain), JSON.parse(BODY));
  assert.throws(() => new Webhook(secretOf(32)).verify(BODY, plain));
  assert.deepEqual(await verifyNotification(request({ headers, body: BODY }), OLD), TOLD);
});

test("the same id at another moment has another timestamp and signature", async () => {
  const now = Date.now();
  const [first, second] = await Promise.all(
    [now, now + 60_000].map((at) => signNotification([SECRET], { id: ID, now: at, body: BODY })),
  );
  assert.equal(first.get("webhook-id"), second.get("webhook-id"));
  assert.equal(Number(second.get("webhook-timestamp")) - Number(first.get("webhook-timestamp")), 60);
  assert.notEqual(first.get("webhook-signature"), second.get("webhook-signature"));
});

const with_ = (change) => {
  const signed = reference();
  change(signed);
  return signed;
};
for (const [what, signed] of [
  ["of another secret", reference({ secret: secretOf(32) })],
  ["whose body was changed", with_((it) => Object.assign(it, { body: BODY.replace("job-1", "job-2") }))],
  ["whose id was changed", with_(({ headers }) => Object.assign(headers, { "webhook-id": "msg_2" }))],
  ["without an id", with_(({ headers }) => delete headers["webhook-id"])],
  ["without a signature", with_(({ headers }) => delete headers["webhook-signature"])],
  ["without a timestamp", with_(({ headers }) => delete headers["webhook-timestamp"])],
  ["with a timestamp that is none", with_(({ headers }) => Object.assign(headers, { "webhook-timestamp": "1e9" }))],
  ["of another version", with_((it) => Object.assign(it.headers, { "webhook-signature": `v2,${"A".repeat(43)}=` }))],
  ["6 minutes old", reference({ at: new Date(Date.now() - 360_000) })],
  ["of in 6 minutes", reference({ at: new Date(Date.now() + 360_000) })],
]) {
  test(`a notification ${what} is refused`, async () => {
    await assert.rejects(verifyNotification(request(signed), SECRET), { code: "notification_forbidden" });
    // The reference library agrees; of other versions and bad timestamps too.
    assert.throws(() => new Webhook(SECRET).verify(signed.body, signed.headers));
  });
}

test("one 4 minutes old is taken, as the reference library takes it", async () => {
  const signed = reference({ at: new Date(Date.now() - 240_000) });
  assert.deepEqual(await verifyNotification(request(signed), SECRET), TOLD);
  assert.deepEqual(new Webhook(SECRET).verify(signed.body, signed.headers), JSON.parse(BODY));
});

test("what is signed and no notification is told apart, and a long body is not read to its end", async () => {
  for (const body of ["nonsense", "7", "null", '{"type":"job.done"}', '{"type":7,"timestamp":"","data":{}}']) {
    await assert.rejects(verifyNotification(request(reference({ body })), SECRET), { code: "notification_invalid" });
  }
  const long = reference({ body: JSON.stringify({ ...JSON.parse(BODY), more: "x".repeat(70_000) }) });
  await assert.rejects(verifyNotification(request(long), SECRET), { code: "notification_invalid" });
});

for (const secret of [
  "",
  "whsec_",
  "whsec_c2hvcnQ=",
  "not base64 at all!",
  secretOf(65),
  [],
  undefined,
  7,
  [SECRET, ""],
]) {
  test(`a secret that is ${JSON.stringify(secret)} is a ConfigError`, async () => {
    await assert.rejects(verifyNotification(request(reference()), secret), { name: "ConfigError" });
  });
}

test("outside of Workers a pipeline is a ConfigError that says so", () => {
  assert.throws(() => createPipeline({ authorize: () => null }), {
    name: "ConfigError",
    message: /Cloudflare Workers/,
  });
});
