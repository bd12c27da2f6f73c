// Figures that the pages tell in words, and no table of theirs is written from, are those of the catalogue.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { estimateBudget, estimateCost, models } from "wanreel";
import { at } from "../../scripts/lib/steps.mjs";

const of = (mode) => models().find((model) => model.id === `wan2.7-${mode}`);
const field = (mode, name) => of(mode).fields.find((each) => each.name === name);
const price = (quality) => `$${of("text-to-video").microUsdPerSecond[quality] / 1e6}`;
const clip = (seconds) => `$${((of("text-to-video").microUsdPerSecond["720p"] * seconds) / 1e6).toFixed(2)}`;

const driving = field("text-to-video", "audio_urls").media;
const voice = field("reference-video", "model_params").fields[0].media;
const month = estimateBudget({ clipsPerDay: 100, averageSeconds: 8 }).usd.toLocaleString("en-US");

// Source: the API's price list of October 2026: $0.08 a second, 1.67 times as much at 1080p; input up to 5 s and 10 s.
const LIST = ["| a second at 720p | $0.086 | $0.08 |", "| a second at 1080p | $0.144 | $0.1336 |"];
const LISTED = ["its first 5 seconds", "its first 10 seconds", "$0.172 by the guide, $0.16 by the list"];
test("the two price lists are what the pages say, and the default is never the lower one", () => {
  const request = (mode, quality) => ({
    ...{ model: `wan2.7-${mode}`, prompt: "Video 1 dances in the rain", duration: 2, quality },
    ...(mode === "text-to-video" ? {} : { video_urls: ["https://cdn.example.com/clip.mp4"] }),
  });
  const list = { prices: "list-2026-10" };
  for (const mode of ["text-to-video", "reference-video", "video-edit"])
    for (const quality of ["720p", "1080p"])
      for (const inputSeconds of [2, 6, 12]) {
        const [guide, listed] = [{}, list].map((how) => estimateCost(request(mode, quality), { inputSeconds, ...how }));
        assert.equal(listed.microUsdPerSecond, quality === "720p" ? 80_000 : 133_600);
        const cap = { "text-to-video": 0, "reference-video": 5, "video-edit": 10 }[mode];
        assert.equal(listed.billedSeconds - listed.outputSeconds, Math.min(cap, inputSeconds), mode);
        assert.ok(listed.microUsd <= guide.microUsd, `${mode} ${quality}`);
      }
  assert.deepEqual(
    [{}, list].map((how) => estimateCost(request("text-to-video", "720p"), how).usd),
    [0.172, 0.16],
  );
});

const SAID = {
  "docs/faq.md": [
    `${price("720p")} a second at 720p, ${price("1080p")} at 1080p. Ten seconds at 720p are ${clip(10)}.`,
    `${driving.formats.join(" and ")}, at most ${driving.maxBytes / 2 ** 20} MB.`,
    `has ${voice.minSeconds} to ${voice.maxSeconds} seconds`,
    `${driving.minSeconds} to ${driving.maxSeconds}.`,
  ],
  "docs/zh/faq.md": [
    `720p 每秒 ${price("720p")}，1080p 每秒 ${price("1080p")}。10 秒 720p 是 ${clip(10)}。`,
    `${driving.formats.join(" 和 ")}，最大 ${driving.maxBytes / 2 ** 20} MB。声音克隆 ${voice.minSeconds} 到 ${voice.maxSeconds} 秒，驱动音频 ${driving.minSeconds} 到 ${driving.maxSeconds} 秒。`,
  ],
  "docs/guide/money.md": [
    `| a second | ${price("720p")} | ${price("1080p")} |`,
    `100 clips a day of 8 seconds at 720p are $${month} a month.`,
    ...LIST,
    ...LISTED,
  ],
  "docs/start/index.md": ["It lives 24 hours"],
  "docs/start/node.md": [`Five seconds at 720p are ${clip(5)}.`],
  "docs/zh/start.md": [`5 × ${price("720p")} = ${clip(5)}`],
  "docs/modes/index.md": [
    `5 × ${price("720p")} = ${clip(5)}`,
    `15 × ${price("720p")} = ${clip(15)}`,
    `15 × ${price("1080p")} = $2.16`,
  ],
};

for (const [page, sentences] of Object.entries(SAID)) {
  test(page, () => {
    const text = readFileSync(at(page), "utf8").replaceAll(/\s*\n\s*/g, " ");
    for (const sentence of sentences) assert.ok(text.includes(sentence), sentence);
  });
}
