// A redirect is never followed: a POST would be paid for elsewhere, and the key told there. So the error has to say that it
// was one and where it leads; a site that adds a slash to each path (Next: trailingSlash) is else a riddle.
import assert from "node:assert/strict";
import { test } from "node:test";
import { WanClient } from "wanreel";

const KEY = "sk-redirect-0123456789";
const TEXT = { model: "wan2.7-text-to-video", prompt: "A lighthouse in a storm, waves breaking over the rocks" };
const ID = "task-unified-1757169743-7cvnl5zw";
const CALLS = {
  submit: (client) => client.submit(TEXT),
  retrieve: (client) => client.retrieve(ID),
  credits: (client) => client.credits(),
};

async function failure(answer, call) {
  let requests = 0;
  const fetch = async () => {
    requests++;
    return answer();
  };
  const client = new WanClient({ apiKey: KEY, baseUrl: "https://site.example/api/wan", fetch, retry: { attempts: 1 } });
  const error = await call(client).then(
    () => assert.fail("it was answered"),
    (reason) => reason,
  );
  return { error, requests };
}

for (const [name, call] of Object.entries(CALLS)) {
  test(`${name}: a redirect is named, with where it leads and what to do`, async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      for (const location of ["/api/wan/v1/videos/generations/", "https://www.site.example/api/wan"]) {
        const { error, requests } = await failure(() => new Response(null, { status, headers: { location } }), call);
        assert.equal(requests, 1, `${status}`);
        assert.equal(error.name, name === "submit" ? "SubmissionUnknownError" : "ApiError", `${status}`);
        assert.ok(error.message.includes(`redirect to ${location}`), error.message);
        assert.ok(error.message.includes(String(status)), error.message);
        assert.match(error.hint, /baseUrl.*skipTrailingSlashRedirect/);
        // What to do about the submit itself comes first.
        if (name === "submit") assert.match(error.hint, /^(?!set baseUrl).*reconcile/s);
      }
    }
  });

  test(`${name}: a redirect that a page may not look into is named too`, async () => {
    // What fetch gives a page for redirect: "manual" (Fetch, opaque-redirect filtered response).
    const opaque = () =>
      Object.defineProperties(new Response(null), { status: { value: 0 }, type: { value: "opaqueredirect" } });
    const { error } = await failure(opaque, call);
    assert.match(error.message, /redirect elsewhere/);
    assert.match(error.hint, /baseUrl/);
  });

  test(`${name}: no key is quoted from where it leads, and no end of it`, async () => {
    // Also where the end of what is quoted falls into the key.
    for (const before of [10, 260, 270, 280, 290]) {
      const location = `https://login.example/?${"x".repeat(before)}=${KEY}&${"x".repeat(5000)}`;
      const { error } = await failure(() => new Response(null, { status: 302, headers: { location } }), call);
      assert.ok(!JSON.stringify([error.message, error.hint, error]).includes(KEY.slice(0, 6)), `${before}`);
      assert.ok(error.message.length < 800, `${error.message.length}`);
    }
  });
}

test("what is no redirect is not called one", async () => {
  for (const status of [304, 418]) {
    for (const call of Object.values(CALLS)) {
      const { error } = await failure(() => new Response(null, { status }), call);
      assert.doesNotMatch(`${error.message} ${error.hint}`, /redirect/i, `${status}`);
    }
  }
});
