import { readFileSync, writeFileSync } from "node:fs";

export const title = "Parcel";
export const packages = { parcel: "2.16.4" };

/** What is built, and how; `where` is what it is opened as. */
const BUILDS = [
  { what: '`"wanreel"` alone', html: "plain.html", where: { page: "", "Web Worker": "&worker" } },
  { what: "with `packageExports`", html: "index.html", exports: true, where: { page: "" } },
  // Hoisting, Parcel 2.16 runs what a worker's bundles share before what that needs.
  {
    what: "with `packageExports` and `--no-scope-hoist`",
    html: "index.html",
    exports: true,
    flags: ["--no-scope-hoist"],
    where: { "Web Worker": "&worker" },
  },
];

export async function* run(place) {
  const version = place.versionOf("parcel");
  const query = `?api=${place.api.url}`;
  for (const [index, { what, html, exports = false, flags = [], where }] of BUILDS.entries()) {
    readExports(place.at("package.json"), exports);
    const folder = `dist-${index}`;
    await place.run("parcel", ["build", html, "--public-url=./", "--no-cache", `--dist-dir=${folder}`, ...flags]);
    for (const [opened, more] of Object.entries(where)) {
      const { answer } = await place.browse(`${place.site(folder)}/${html}${query}${more}`);
      yield { what: `${what}: ${opened}`, version, answer };
    }
  }
  const dev = ["parcel", ["index.html", "--no-cache"], { ready: /(http:\/\/localhost:\d+)/ }];
  const served = await place.serving(...dev, ({ match: [, url] }) => place.browse(`${url}/${query}`));
  yield { what: "with `packageExports`: served page", version, answer: served.answer };
}

/** As it comes, Parcel reads no package's "exports": it finds a package, but none of its subpaths. */
function readExports(file, packageExports) {
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  manifest["@parcel/resolver-default"] = { packageExports };
  writeFileSync(file, JSON.stringify(manifest, null, 2));
}
