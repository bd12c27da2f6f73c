// What the page copies is run where it is for, and must send the request that stands in the form, whatever is typed into it.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { load } from "./load.mjs";

/** What shells, Python and JavaScript read in ways of their own. */
const PROMPTS = {
  plain: "A paper boat on a lake",
  quotes: `It's "here", says ''' and """ and \`echo $HOME\` $(date) %PATH% !!`,
  lines: "one\ntwo\r\n\tthree\nJSON\nEOF",
  backslashes: String.raw`\n \\ \" \u0041 \x41 C:\new`,
  keywords: 'true, false and null: "true": false',
  chinese: "图1走进房间 🎞️",
};
const requestOf = (prompt) => ({
  model: "wan2.7-video-edit",
  prompt,
  video_urls: ["https://your-cdn.com/a'b.mp4"],
  keep_original_sound: true,
  prompt_extend: false,
  duration: 0,
});

let snippets;
let folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "wanreel-snippets-"));
  ({ SNIPPETS: snippets } = await load("share/snippets.ts"));
});
after(() => folder && rmSync(folder, { recursive: true }));

const has = (program, ...args) => spawnSync(program, args).status === 0;

/** What a shell's text prints, where the program that it calls is a function that prints what it was given. */
const shell = (program, text, stub) => execFileSync(program, ["-c", `${stub}\n${text}`], { encoding: "utf8" });

for (const [name, prompt] of Object.entries(PROMPTS)) {
  const request = requestOf(prompt);

  for (const program of ["bash", "dash", "zsh"]) {
    test(`curl and the command line, in ${program}: ${name}`, { skip: !has(program, "-c", ":") }, () => {
      // The last argument is the body.
      const sent = shell(program, snippets.curl(request), 'curl() { for last; do :; done; printf "%s" "$last"; }');
      assert.deepEqual(JSON.parse(sent), request);
      assert.deepEqual(JSON.parse(shell(program, snippets.CLI(request), "npx() { cat; }")), request);
    });
  }

  test(`Python: ${name}`, { skip: !has("python3", "--version") }, () => {
    const stub = `
import json, sys
class Answer:
    def __init__(self, value): self.value = value
    def json(self): return self.value
def post(url, headers, timeout, json):
    import json as j
    sys.stderr.write(j.dumps({"url": url, "headers": headers, "body": json}))
    return Answer({"id": "task-1", "status": "completed", "results": ["https://x.example/a.mp4"]})
`;
    writeFileSync(join(folder, "requests.py"), stub);
    const env = { ...process.env, PYTHONPATH: folder, EVOLINK_API_KEY: "sk-of-the-environment" };
    const { stderr, stdout, status } = spawnSync("python3", ["-c", snippets.Python(request)], {
      encoding: "utf8",
      env,
    });
    assert.equal(status, 0, stderr);
    const sent = JSON.parse(stderr);
    assert.deepEqual(sent.body, request);
    assert.equal(sent.url, "https://api.evolink.ai/v1/videos/generations");
    assert.equal(sent.headers.Authorization, "Bearer sk-of-the-environment");
    assert.match(stdout, /completed/);
  });

  test(`JavaScript, React, Worker and AI SDK: ${name}`, () => {
    for (const [text, begins, ends] of [
      [snippets.JavaScript(request), "client.generate(", ");\nconst video"],
      [snippets.Worker(request), "client.submit(", ");\n    return"],
      [snippets.React(request), "const request = ", ";\n\n// The key"],
    ]) {
      const literal = text.slice(text.indexOf(begins) + begins.length, text.lastIndexOf(ends));
      assert.deepEqual(new Function(`return (${literal});`)(), request);
    }
    const call = snippets["AI SDK"](request)
      .split("generateVideo(")[1]
      .replace(/\);\s*$/, "");
    const given = new Function("wan", `return (${call});`)({ video: (model) => ({ model }) });
    const { model, prompt: said, ...options } = request;
    assert.deepEqual(given, { model: { model }, prompt: said, providerOptions: { wan: options } });
  });
}
