// Safari 16 and Chrome before 120 have no URL.canParse, and a page on plain http has no crypto.subtle: files are looked at,
// hashed and sent there as anywhere, and nothing is called valid that was not looked at.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { WanClient } from "wanreel";
import { checkMedia, probe } from "wanreel/media";
import { jpeg, mp4, wav } from "./shapes.mjs";

const TINY = jpeg(20, 1280);
const JPEG = { headers: { "content-type": "image/jpeg" } };
const request = (image_start, more) => ({
  model: "wan2.7-image-to-video",
  prompt: "A fox wakes up in the snow and looks around",
  image_start,
  ...more,
});

before(() => {
  const real = globalThis.crypto;
  const getRandomValues = (array) => real.getRandomValues(array);
  Object.defineProperty(globalThis, "crypto", { configurable: true, value: { getRandomValues } });
  delete URL.canParse;
  delete URL.parse;
});

test("old engines: a medium behind a URL is fetched and held against its limits", async () => {
  let asked = 0;
  const fetch = async () => {
    asked += 1;
    return new Response(TINY, JPEG);
  };
  const { valid, issues } = await checkMedia(request("https://cdn.example/small.jpg"), { fetch });
  assert.deepEqual(
    [valid, issues[0]?.code, issues[0]?.path, asked > 0],
    [false, "out_of_range", ["image_start"], true],
  );
  assert.equal((await probe("https://cdn.example/small.jpg", { fetch })).width, 20);
});

for (const [what, bytes, type, field] of [
  ["a picture", jpeg(720, 1280), "image/jpeg"],
  ["a picture without a type", jpeg(720, 1280), ""],
  ["a sound beside it", wav(4), "audio/wav", "audio_urls"],
  ["a video", mp4(640, 480, 4), "video/mp4", "video_urls"],
]) {
  test(`old engines: ${what} is sent, and the same file is the same request`, async () => {
    const posts = [];
    const fetch = async (url, { body }) => {
      if (/upload/.test(url)) return Response.json({ success: true, data: { file_url: "https://files.example/a" } });
      posts.push(body);
      return Response.json({ id: "task-unified-1-abc", status: "pending" });
    };
    const client = new WanClient({ baseUrl: "http://192.168.1.20:3000/api/wan", fetch });
    const given = () => {
      const file = new File([bytes], "a", { type });
      if (field === undefined) return request(file);
      if (field === "audio_urls") return request("https://cdn.example/a.jpg", { audio_urls: [file] });
      return { model: "wan2.7-image-to-video", prompt: "The film goes on", video_urls: [file] };
    };
    const first = await client.submit(given());
    const second = await client.submit(given());
    assert.deepEqual([first.id, second.deduplicated, posts.length], ["task-unified-1-abc", true, 1]);
    assert.match(posts[0], /https:\/\/files\.example\/a/);
  });
}
