// Whom a server asks in the name of a stranger's URL: public hosts alone, at first and wherever they lead.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { checkMedia, probe } from "wanreel/media";
import { inMemory, serve } from "./server.mjs";

const jpeg = readFileSync(new URL("seeds/plain.jpeg", import.meta.url));

/** As a program may write them: the runtime's own URL reads some of them as others. */
const REFUSED = [
  ...["localhost", "LocalHost", "localhost.", "a.localhost", "db.internal", "metadata.google.internal", "nas.lan"],
  ...["printer.local", "router.home.arpa", "ldap.corp", "intranet", "127.0.0.1", "127.1", "127.0.0.1.", "2130706433"],
  ...["0x7f000001", "0x7f.0.0.1", "017700000001", "0177.1", "0", "0.0.0.0", "10.1.2.3", "0xa000001", "172.16.0.1"],
  ...["172.31.255.255", "192.168.1.1", "3232235777", "169.254.169.254", "2852039166", "0251.0376.0251.0376"],
  ...["100.64.0.1", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]", "[64:ff9b::7f00:1]", "[fe80::1]"],
  ...["[fd00:ec2::254]", "[2002:7f00:1::]", "①②⑦.⓪.⓪.①", "ⓛⓞⓒalhost", "127。0。0。1", "%6c%6f%63alhost", "loc\talhost"],
];

let server;
before(async () => {
  server = await serve({ "/a.jpeg": inMemory(jpeg) });
});
after(() => server?.close());

const failing = (work) => work.then(assert.fail, (error) => error);

/** A fetch over a table: what leads elsewhere, and otherwise the picture. */
function web(leads, asked) {
  return async (url, { headers, redirect, credentials }) => {
    assert.deepEqual([Object.keys(headers), redirect, credentials], [["range"], "manual", "omit"]);
    asked.push(url);
    const location = leads(url);
    return location === undefined
      ? new Response(jpeg)
      : new Response(null, { status: [301, 302, 303, 307, 308][asked.length % 5], headers: { location } });
  };
}

test("hosts that are not public are not asked, however they are spelled", async () => {
  for (const host of REFUSED) {
    const url = `http://${host}:8080/a.jpeg?signature=secret`;
    const asked = [];
    const fetch = web(() => undefined, asked);
    const error = await failing(probe(url, { fetch }));
    assert.deepEqual([error.name, error.code, asked], ["MediaError", "media_unreachable", []], url);
    assert.match(error.message, /not on the public internet$/);
    assert.match(error.hint, /allowPrivateHosts/);
    assert.doesNotMatch(error.message + error.hint, /secret/);
    assert.equal((await probe(url, { fetch, allowPrivateHosts: true })).format, "jpeg", url);
  }
});

test("nor are they through a redirect, directly or by others in between", async () => {
  // A header holds ASCII; what else there is, a server writes percent-encoded.
  for (const host of REFUSED.map((each) => (/^[\x20-\x7e]+$/.test(each) ? each : encodeURI(each)))) {
    for (const hops of [1, 3]) {
      const leads = (url) => {
        const { searchParams } = new URL(url);
        const hop = Number(searchParams.get("hop"));
        return hop < hops ? `https://cdn${hop}.example/?hop=${hop + 1}` : `//${host}/a.jpeg`;
      };
      const asked = [];
      const error = await failing(probe("https://files.example/?hop=1", { fetch: web(leads, asked) }));
      assert.deepEqual([error.code, asked.length], ["media_unreachable", hops], host);
      assert.match(error.message, /^files\.example\/ redirects to what is (?:no URL|not fetched: the host is not on)/);
    }
  }
});

test("redirects that are allowed, and those that lead nowhere", async () => {
  const asked = [];
  const relative = (url) =>
    ({ "/a": "b?x=1", "/b": "//cdn.example/c", "/c": "http://8.8.8.8/d" })[new URL(url).pathname];
  assert.equal((await probe("https://files.example/a", { fetch: web(relative, asked) })).format, "jpeg");
  assert.deepEqual(asked, [
    "https://files.example/a",
    "https://files.example/b?x=1",
    "https://cdn.example/c",
    "http://8.8.8.8/d",
  ]);
  for (const [location, message] of [
    ["http://name:secret@example.com/", /a name or password stands in the URL$/],
    ["ftp://example.com/", /no http or https URL$/],
    ["file:///etc/passwd", /no http or https URL$/],
    ["data:image/gif;base64,R0lGODlhAQABAAAAACw=", /no http or https URL$/],
    ["http://[::1", /no URL$/],
    ["/a", /redirects without end$/],
  ]) {
    const error = await failing(probe("https://files.example/a", { fetch: web(() => location, []) }));
    assert.match(error.message, message);
    assert.doesNotMatch(JSON.stringify(error), /secret/);
  }
  // Not every answer with a location leads there.
  const created = async () => new Response(null, { status: 201, headers: { location: "/b" } });
  assert.match((await failing(probe("https://files.example/a", { fetch: created }))).message, /answered 201$/);
});

test("the runtime's own fetch is kept from following", async () => {
  server.reset();
  const error = await failing(probe(`${server.origin}/a.jpeg`));
  assert.deepEqual([error.code, server.state.asked.length], ["media_unreachable", 0]);
  // A public host that leads to this machine: the first answer is given, the second is never asked for.
  const asked = [];
  const fetch = (url, init) => {
    asked.push(url);
    return globalThis.fetch(`${server.origin}/a.jpeg?hops=1`, init);
  };
  const led = await failing(probe("https://files.example/a.jpeg", { fetch }));
  assert.equal(
    led.code,
    "media_unreachable",
    "a location without a host belongs to the public one, and ends the chain",
  );
  assert.ok(asked.every((url) => new URL(url).host === "files.example"));
  const { format } = await probe(`${server.origin}/a.jpeg?hops=20`, { allowPrivateHosts: true });
  assert.equal(format, "jpeg");
});

test("a request's media are guarded alike: a warning, and nobody is asked", async () => {
  server.reset();
  const prompt = "A fox wakes up in the snow and looks around";
  const request = { model: "wan2.7-image-to-video", prompt, image_start: `${server.origin}/a.jpeg` };
  const { valid, issues } = await checkMedia(request);
  assert.deepEqual(
    [valid, issues.map(({ code, path }) => `${code} ${path}`)],
    [true, ["media_unreadable image_start"]],
  );
  assert.match(issues[0].hint, /allowPrivateHosts/);
  assert.equal(server.state.asked.length, 0);
  const seen = await checkMedia(request, { allowPrivateHosts: true });
  assert.deepEqual(
    seen.issues.map(({ code }) => code),
    ["out_of_range"],
    "33 × 17 pixels",
  );
});
