// The quick consumers, and what is in the tarball. All of them: npm run test:packaging.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { consumers, open } from "./lib/consumers.mjs";

let workshop;

before(async () => {
  workshop = await open();
});
after(() => workshop.close());

for (const consumer of await consumers()) {
  if (!consumer.quick) continue;
  test(`${consumer.title}: ${consumer.name}`, { timeout: 300_000 }, async () => {
    const rows = await workshop.try(consumer);
    assert.ok(rows.length > 0, "nothing ran");
    for (const { error } of rows) assert.ifError(error);
  });
}

test("the tarball holds what is built, and nothing it is built from", () => {
  const strange = workshop.tarball.files
    .map(({ path }) => path)
    .filter(
      (path) =>
        !/^(dist\/.*\.(js|cjs|d\.ts|d\.cts|wasm)|dist\/demo\/page\/(assets\/)?[\w-]+\.(html|css|svg)|templates\/\w+\/.*|docs\/(?!node_modules|reference|how-it-decides)[\w/-]+\.md|docs\/(pictures\/[\w-]+|terminal)\.svg|tests\/bench\/(RESULTS\.md|results\.svg)|www\/pictures\/[\w-]+\.webp|package\.json|README\.md|LICENSE\S*|CHANGELOG\.md)$/.test(
          path,
        ),
    );
  assert.deepEqual(strange, []);
});

test("the tarball holds one .wasm a module", () => {
  const modules = workshop.tarball.files.map(({ path }) => path).filter((path) => path.endsWith(".wasm"));
  assert.deepEqual(
    modules.sort(),
    ["fallback", "ledger", "media", "pipeline", "planning", "simulator", "transfer", "wanreel"].map(
      (name) => `dist/${name}_bg.wasm`,
    ),
  );
});

test("what the documentation says of the tarball is so, within a tenth", () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/guide/runtimes.md"), "utf8");
  const said =
    /^The tarball: ([\d,]+) kB, (\d+) files and their types, (\d+) of them `\.wasm`; ([\d,]+) kB unpacked/m.exec(page);
  const [packed, files, modules, unpacked] = said.slice(1).map((figure) => Number(figure.replaceAll(",", "")));
  const { tarball } = workshop;
  const paths = tarball.files.map(({ path }) => path);
  assert.equal(modules, paths.filter((path) => path.endsWith(".wasm")).length);
  const found = [
    tarball.bytes / 1000,
    paths.filter((path) => !/\.d\.c?ts$/.test(path)).length,
    tarball.unpacked / 1000,
  ];
  for (const [index, figure] of [packed, files, unpacked].entries()) {
    const away = Math.abs(figure / found[index] - 1);
    assert.ok(away < 0.1, `${figure} is said, ${found[index]} is found: npm run test:packaging -- --table`);
  }
});

test("the tarball holds no key, no secret and no path of the machine it was built on", () => {
  const bytes = gunzipSync(readFileSync(workshop.tarball.path)).toString("latin1");
  const root = join(import.meta.dirname, "..", "..");
  for (const secret of [
    /npm_[A-Za-z0-9]{36}/,
    /-----BEGIN [A-Z ]*PRIVATE KEY/,
    /_authToken/,
    /\/root\/|\/home\/\w+\//,
    /\.cargo\/registry/,
  ]) {
    assert.doesNotMatch(bytes, secret);
  }
  assert.ok(!bytes.includes(root), `names ${root}`);
});

test("the modules name the standard library by rustc's commit, whether or not its sources are installed", () => {
  const count = (text, pattern) => [...text.matchAll(pattern)].length;
  for (const name of ["wanreel", "simulator", "media"]) {
    const bytes = readFileSync(join(import.meta.dirname, `../../pkg/${name}/${name}_bg.wasm`)).toString("latin1");
    const named = count(bytes, /library[/\\](?:core|alloc|std)[/\\]src/g);
    assert.equal(count(bytes, /\/rustc\/[0-9a-f]{40}\/library\/(?:core|alloc|std)\/src/g), named, name);
  }
});
