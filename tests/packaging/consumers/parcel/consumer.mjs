import { readFileSync, writeFileSync } from "node:fs";

export const title = "Parcel";
export const packages = { parcel: "2.16.4" };

const WHERE = { page: "", "Web Worker": "&worker" };

export async function* run(place) {
  const version = place.versionOf("parcel");
  const query = `?api=${place.api.url}`;
  // As it comes, Parcel reads no "exports" of any package: it finds the package, but none of its subpaths.
  await place.run("parcel", ["build", "plain.html", "--public-url=./", "--no-cache", "--dist-dir=plain"]);
  const plain = await place.browse(`${place.site("plain")}/plain.html${query}`);
  yield { what: '`"wanreel"` alone, build, page, Chromium', version, answer: plain.answer };

  takeExports(place.at("package.json"));
  await place.run("parcel", ["build", "index.html", "--public-url=./", "--no-cache"]);
  const site = place.site("dist");
  for (const [where, more] of Object.entries(WHERE)) {
    const { answer } = await place.browse(`${site}/${query}${more}`);
    yield { what: `with \`packageExports\`: build, ${where}, Chromium`, version, answer };
  }
  const dev = ["parcel", ["index.html", "--no-cache"], { ready: /(http:\/\/localhost:\d+)/ }];
  const served = await place.serving(...dev, ({ match: [, url] }) => place.browse(`${url}/${query}`));
  yield { what: "with `packageExports`: serve, page, Chromium", version, answer: served.answer };
}

function takeExports(file) {
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  manifest["@parcel/resolver-default"] = { packageExports: true };
  writeFileSync(file, JSON.stringify(manifest, null, 2));
}
