// Videos out, media in.
import { deepEqual, equal, isError, match, ok, rejection } from "./assert.mjs";
import { textRequest } from "./world.mjs";

const ascii = (bytes, from, to) => String.fromCharCode(...bytes.subarray(from, to));

async function video(response) {
  const bytes = new Uint8Array(await response.arrayBuffer());
  equal(ascii(bytes, 4, 8), "ftyp", "the box at byte 4");
  match(ascii(bytes, 0, bytes.length), /moov/, "the video");
  return bytes;
}

export const cases = [
  {
    name: "download: the video, to the last byte, without the key",
    async run({ world, client }) {
      const there = await world();
      const wan = client(there, { headers: { "x-of-mine": "1" } });
      const task = await wan.generate(textRequest());
      const response = await wan.download(task);
      ok(response instanceof Response, "a Response");
      equal(response.status, 200, "status");
      match(response.headers.get("content-type"), /^video\//, "content-type");
      const direct = new Uint8Array(await (await fetch(task.results[0])).arrayBuffer());
      deepEqual([...(await video(response))], [...direct], "the bytes");
      const [asked] = await there.seen("result");
      equal(asked.authorized, false, "authorized");
      equal(asked.headers["x-of-mine"], undefined, "headers of the client's own");
    },
  },
  {
    name: "download: by task id; an address is none, and nothing is fetched",
    async run({ wanreel, world, client }) {
      const there = await world();
      const wan = client(there);
      const task = await wan.generate(textRequest());
      isError(await rejection(wan.download(task.results[0])), wanreel.ConfigError, { code: "config" });
      equal((await there.seen("result")).length, 0, "requests");
      await video(await wan.download(task.id));
      await video(await wan.download(JSON.parse(JSON.stringify(task))));
    },
  },
  {
    name: "download: a passing error is tried again",
    async run({ world, client }) {
      const there = await world({ faults: { on: "result", status: 503, nth: 1 } });
      const wan = client(there);
      await video(await wan.download(await wan.generate(textRequest())));
      equal((await there.seen("result")).length, 2, "requests");
    },
  },
  {
    name: "download: what is no video is refused",
    async run({ wanreel, world, client }) {
      const there = await world({ faults: { on: "result", do: "html" } });
      const wan = client(there);
      const task = await wan.generate(textRequest());
      isError(await rejection(wan.download(task)), wanreel.WanError, { code: "not_a_video", taskId: task.id });
    },
  },
  {
    name: "download: a link that is refused just after the end is tried again",
    async run({ world, client }) {
      const there = await world({ faults: { on: "result", status: 404, nth: [1, 2, 3] } });
      const wan = client(there);
      await video(await wan.download(await wan.generate(textRequest())));
      equal((await there.seen("result")).length, 4, "requests");
    },
  },
  {
    name: "download: a link that stays refused, though it cannot have expired, reads the task again, then says so",
    async run({ wanreel, world, client }) {
      const there = await world({ faults: { on: "result", status: 403 } });
      const wan = client(there);
      const task = await wan.generate(textRequest());
      const polls = (await there.seen("poll")).length;
      isError(await rejection(wan.download(task)), wanreel.NetworkError, {
        code: "result_unavailable",
        taskId: task.id,
      });
      equal((await there.seen("poll")).length, polls + 1, "polls");
    },
  },
  {
    name: "download: a task without a video",
    async run({ wanreel, world, client }) {
      const there = await world({ generationMs: 60_000 });
      const wan = client(there);
      const task = await wan.submit(textRequest());
      isError(await rejection(wan.download(task.id)), wanreel.WanError, { code: "no_result", taskId: task.id });
    },
  },
  {
    name: "upload: a Blob becomes a URL",
    async run({ world, client }) {
      const there = await world();
      const bytes = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
      const file = new Blob([bytes], { type: "image/png" });
      const heard = [];
      const onProgress = ({ loaded, total }) => heard.push(loaded / total);
      const uploaded = await client(there).upload(file, { fileName: "a.png", onProgress });
      match(uploaded.url, /^https?:\/\//, "url");
      ok(uploaded.expiresAt instanceof Date, "expiresAt");
      equal(heard.at(-1), 1, "progress");
      const [sent] = await there.seen("upload");
      ok(sent.authorized, "authorized");
      match(sent.headers["content-type"], /^multipart\/form-data; boundary=/, "content-type");
    },
  },
];
