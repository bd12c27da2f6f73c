// What the compiler says of a mistake in a request that was given no type: it names the mode meant, and no older model.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const tsc = join(here, "..", "..", "node_modules", "typescript", "bin", "tsc");

/** A request, the type that its error has to name, and what is wrong with it. */
const MISTAKES = [
  // Without `as const` the model is any text: its fields tell what was meant.
  [`{ model: "wan2.7-text-to-video", prompt: "a" }`, "TextToVideoRequest", "wan2.7-text-to-video"],
  [`{ model: "wan2.7-text-to-video", prompt: "a", duration: 5 }`, "TextToVideoRequest", "wan2.7-text-to-video"],
  [`{ model: "wan2.7-text-to-video", prompt: "a", quality: "720p" }`, "TextToVideoRequest", "wan2.7-text-to-video"],
  [
    `{ model: "wan2.7-text-to-video", prompt: "a", quality: "720p", aspect_ratio: "16:9", duration: 5, seed: 1 }`,
    "TextToVideoRequest",
    "wan2.7-text-to-video",
  ],
  [`{ model: "wan2.7-text-to-video", prompt: "a", audio_urls: ["u"] }`, "TextToVideoRequest", "wan2.7-text-to-video"],
  [`{ model: "wan2.7-text-to-video", prompt: "a", durration: 5 }`, "TextToVideoRequest", "wan2.7-text-to-video"],
  [`{ model: "wan2.7-image-to-video", prompt: "a", image_start: "u" }`, "FirstFrameRequest", "wan2.7-image-to-video"],
  [
    `{ model: "wan2.7-image-to-video", prompt: "a", image_start: "u", audio_urls: ["u"], duration: 5 }`,
    "FirstFrameRequest",
    "wan2.7-image-to-video",
  ],
  [
    `{ model: "wan2.7-image-to-video", prompt: "a", image_start: "u", image_end: "u" }`,
    "FirstLastFrameRequest",
    "wan2.7-image-to-video",
  ],
  [
    `{ model: "wan2.7-image-to-video", generation_mode: "video_continuation", prompt: "a", video_urls: ["u"] }`,
    "ContinuationRequest",
    "video_continuation",
  ],
  [
    `{ model: "wan2.7-reference-video", prompt: "a", image_urls: ["u"] }`,
    "ReferenceVideoRequest",
    "wan2.7-reference-video",
  ],
  [
    `{ model: "wan2.7-reference-video", prompt: "a", image_urls: ["u"], model_params: { voice_bindings: { image1: "u" } } }`,
    "ReferenceVideoRequest",
    "wan2.7-reference-video",
  ],
  [
    `{ model: "wan2.7-video-edit", prompt: "a", video_urls: ["u"], keep_original_sound: true }`,
    "VideoEditRequest",
    "wan2.7-video-edit",
  ],
  [`{ prompt: "a", duration: 5 }`, "TextToVideoRequest", "'model' is missing"],
  // With it, the model tells.
  [
    `{ model: "wan2.7-text-to-video", prompt: "a", duration: "5" } as const`,
    "TextToVideoRequest",
    "property 'duration'",
  ],
  [`{ model: "wan2.7-text-to-video" } as const`, "TextToVideoRequest", "'prompt' is missing"],
  [`{ model: "wan2.7-text-to-vidoe", prompt: "a" } as const`, "TextToVideoRequest", "wan2.7-text-to-vidoe"],
  [
    `{ model: "wan2.7-image-to-video", prompt: "a", image_start: 1 } as const`,
    "FirstFrameRequest",
    "property 'image_start'",
  ],
  [`{ model: "wan2.7-image-to-video", prompt: "a" } as const`, "FirstFrameRequest", "'image_start' is missing"],
  [
    `{ model: "wan2.7-reference-video", prompt: "a", image_urls: "u" } as const`,
    "ReferenceVideoRequest",
    "property 'image_urls'",
  ],
  [`{ model: "wan2.7-video-edit", prompt: "a" } as const`, "VideoEditRequest", "'video_urls' is missing"],
];

let said = new Map();

before(() => {
  const folder = join(here, ".tmp", "wording");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const lines = MISTAKES.flatMap(([request], at) => [
    `const request${at} = ${request};`,
    `buildRequest(request${at});`,
    `client.generate(request${at});`,
  ]);
  writeFileSync(
    join(folder, "mistakes.ts"),
    ['import { buildRequest, WanClient } from "wanreel";', "const client = new WanClient();", ...lines].join("\n"),
  );
  const compilerOptions = { module: "NodeNext", target: "ES2022", lib: ["ES2022", "DOM"], types: [], strict: true };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  const args = [tsc, "-p", folder, "--pretty", "false", "--noEmit"];
  const { stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
  let line = 0;
  said = new Map();
  for (const text of stdout.split("\n")) {
    line = Number(/mistakes\.ts\((\d+),/.exec(text)?.[1] ?? line);
    said.set(line, `${said.get(line) ?? ""}${text}\n`);
  }
});

for (const [at, [request, type, what]] of MISTAKES.entries()) {
  test(`${request} is told of as a ${type}`, () => {
    for (const [call, line] of [
      ["buildRequest", 4 + 3 * at],
      ["generate", 5 + 3 * at],
    ]) {
      const message = said.get(line) ?? "";
      assert.ok(message.includes(what), `${call}: ${message}`);
      // A list of all that it could have been blames nobody: what counts is what is named alone.
      const named = [...message.matchAll(/type '(\w+Request)(?:<string(?: \| Blob)?>)?'/g)].map(([, name]) => name);
      assert.deepEqual(
        new Set(named.filter((name) => name !== "VideoRequest")),
        new Set([type]),
        `${call}: ${message}`,
      );
    }
  });
}
