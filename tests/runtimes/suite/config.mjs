// What is wrong with the options is said before anything is sent.
import { equal, isError, match, ok, rejection, thrown } from "./assert.mjs";
import { KEY, textRequest } from "./world.mjs";

const WRONG = {
  "a key with a line break": { apiKey: `${KEY}\n` },
  "a key that is no text": { apiKey: 5 },
  "a base URL that is none": { baseUrl: "https://" },
  "an empty base URL": { baseUrl: "" },
  "another scheme": { baseUrl: "ftp://example.com" },
  "credentials in the base URL": { baseUrl: "https://user:pass@example.com" },
  "the API's address with its version": { baseUrl: "https://api.evolink.ai/v1" },
  "and with a slash": { baseUrl: "https://api.evolink.ai/v1/" },
  "the address of one of its endpoints": { baseUrl: "https://api.evolink.ai/v1/videos/generations" },
  "the address for files with its version": { filesBaseUrl: "https://files-api.evolink.ai/api/v1" },
  "a files URL that is none": { filesBaseUrl: "https://[" },
  "no attempts": { retry: { attempts: 0 } },
  "a pause below 0": { retry: { initialMs: -1 } },
  "jitter over 1": { poll: { jitter: 2 } },
  "a first pause over the longest": { poll: { initialMs: 5000, maxMs: 1000 } },
  "a factor below 1": { poll: { factor: 0.5 } },
  "a deadline that is no number": { poll: { deadlineMs: "soon" } },
  "a time-out of 0": { timeouts: { readMs: 0 } },
  "a time-out that is no number": { timeouts: { submitMs: Number.NaN } },
  "a fetch that is no function": { fetch: "fetch" },
  "a header that cannot be": { headers: { "x y": "1" } },
  "another way to validate": { validate: "maybe" },
  "another way with lost answers": { onUnknownOutcome: "resend" },
};

export const cases = [
  ...Object.entries(WRONG).map(([what, options]) => ({
    name: `config: ${what}`,
    run({ wanreel }) {
      const base = { apiKey: KEY, dangerouslyAllowBrowser: true, baseUrl: "https://example.com" };
      const error = isError(
        thrown(() => new wanreel.WanClient({ ...base, ...options })),
        wanreel.ConfigError,
        { code: "config" },
      );
      ok(!`${error.message}${error.hint}${error.cause}`.includes(KEY), "the key is not in it");
      match(error.message, new RegExp(Object.keys(options)[0], "i"), "the message names the option");
    },
  })),
  {
    name: "config: a key in a page is refused, unless that is accepted",
    run({ wanreel, page, client }) {
      if (!page) return void new wanreel.WanClient({ apiKey: KEY });
      const error = isError(
        thrown(() => new wanreel.WanClient({ apiKey: KEY })),
        wanreel.ConfigError,
      );
      match(error.hint, /dangerouslyAllowBrowser/, "hint");
      ok(!error.message.includes(KEY), "the key is not in it");
      client({ baseUrl: "https://example.com" });
    },
  },
  {
    name: "config: a relative base URL needs a page to be relative to",
    async run({ wanreel, page, world }) {
      const there = await world();
      const baseUrl = new URL(there.baseUrl).pathname;
      // A page's code runs on a server first: there too the client can be made, but not used.
      if (!page) {
        const client = new wanreel.WanClient({ baseUrl });
        ok(client instanceof wanreel.WanClient);
        for (const call of [
          () => client.submit(textRequest()),
          () => client.retrieve("task-unified-1-a"),
          () => client.wait("task-unified-1-a"),
          () => client.credits(),
          () => client.upload(new Blob(["x"], { type: "image/png" })),
        ]) {
          const error = await call().catch((reason) => reason);
          isError(error, wanreel.ConfigError);
          match(error.message, /relative/);
          match(error.hint, /https:/);
        }
        equal(client.spending().length, 0);
        return;
      }
      const task = await new wanreel.WanClient({ baseUrl }).submit(textRequest()).catch((error) => error);
      // No key: the simulator stands where a proxy would add it.
      isError(task, wanreel.AuthenticationError);
      equal((await there.seen("submit")).length, 1, "submits");
    },
  },
  {
    name: "config: without a key nothing is sent",
    async run({ wanreel }) {
      const wan = new wanreel.WanClient();
      const calls = [() => wan.submit(textRequest()), () => wan.generate(textRequest()), () => wan.credits()];
      for (const call of calls) {
        const error = isError(await rejection(call()), wanreel.ConfigError);
        match(error.hint, /EVOLINK_API_KEY/, "hint");
      }
    },
  },
  {
    name: "config: a key that a bundler has put into a page's process is not taken",
    async run({ wanreel, page, world }) {
      if (!page) return;
      const there = await world();
      const before = Object.getOwnPropertyDescriptor(globalThis, "process");
      globalThis.process = { env: { EVOLINK_API_KEY: KEY } };
      try {
        await rejection(new wanreel.WanClient({ baseUrl: there.baseUrl }).submit(textRequest()));
        const sent = await there.log();
        equal(sent.length, 1, "requests");
        equal(sent[0].authorized, false, "authorized");
        ok(!JSON.stringify(sent).includes(KEY), "the key is in nothing that was sent");
        isError(await rejection(new wanreel.WanClient().credits()), wanreel.ConfigError);
      } finally {
        if (before) Object.defineProperty(globalThis, "process", before);
        else delete globalThis.process;
      }
    },
  },
  {
    name: "config: a base URL that ends in /v1 is named where the answer is 404",
    async run({ wanreel, world }) {
      const there = await world();
      for (const end of ["/v1", "/v1/", "/v1/videos/generations"]) {
        const wan = new wanreel.WanClient({ baseUrl: there.baseUrl + end });
        for (const call of [() => wan.submit(textRequest()), () => wan.retrieve("task-unified-1-abc")]) {
          const error = isError(await rejection(call()), wanreel.ApiError, { status: 404 });
          ok(error.hint.includes(`try "${there.baseUrl.replace(/\/$/, "")}"`), error.hint);
        }
      }
      const error = await rejection(new wanreel.WanClient({ baseUrl: there.baseUrl }).retrieve("task-unified-1-abc"));
      ok(!/\/v1/.test(error.hint), error.hint);
    },
  },
  {
    name: "config: behind a proxy no key is needed, and none is sent",
    async run({ wanreel, world }) {
      const there = await world();
      const wan = new wanreel.WanClient({ baseUrl: `${there.baseUrl}/`, headers: { cookie: "a=1", "x-user": "ada" } });
      await rejection(wan.submit(textRequest()));
      const [sent] = await there.log();
      equal(sent.authorized, false, "authorized");
      equal(sent.headers["x-user"], "ada", "headers of one's own");
      equal(sent.path, "/v1/videos/generations", "path");
    },
  },
  {
    name: "config: a key may come from a function, asked at each request",
    async run({ world, client }) {
      const there = await world({ apiKeys: [KEY], completeAfterPolls: 2 });
      let asked = 0;
      const apiKey = async () => {
        asked += 1;
        return KEY;
      };
      await client(there, { apiKey }).generate(textRequest());
      ok(asked >= 3, `asked ${asked} times`);
    },
  },
  {
    name: "config: what the key's function throws is the call's rejection",
    async run({ world, client }) {
      const there = await world();
      const why = new Error("the vault is closed");
      const apiKey = () => {
        throw why;
      };
      const error = await rejection(client(there, { apiKey }).submit(textRequest()));
      // Its words in an error of the client's own making: what was thrown may hold the key.
      equal(error.cause?.message, why.message, `the cause of ${error}`);
      equal((await there.log()).length, 0, "requests");
    },
  },
  {
    name: "config: options of a call are checked too",
    async run({ wanreel, world, client }) {
      const there = await world();
      const wan = client(there);
      const wrong = {
        "a short idempotency key": () => wan.submit(textRequest(), { idempotencyKey: "short" }),
        "an empty task id": () => wan.wait(""),
        "no task id": () => wan.retrieve(undefined),
        "a deadline below 0": () => wan.wait("task-unified-1-abc", { deadlineMs: -1 }),
        "something else to upload": () => wan.upload({}),
      };
      for (const [what, call] of Object.entries(wrong)) {
        isError(await rejection(call(), what), wanreel.ConfigError);
      }
      equal((await there.log()).length, 0, "requests");
    },
  },
  {
    name: "config: a client that was freed refuses, and what is under way ends well",
    async run({ wanreel, world, client }) {
      const there = await world({ generationMs: 150 });
      const wan = client(there);
      const underWay = wan.submit(textRequest());
      const task = await underWay;
      const waiting = wan.wait(task);
      wan.free();
      isError(await rejection(wan.retrieve(task.id)), wanreel.ConfigError);
      equal((await waiting).status, "completed", "status");
    },
  },
];
