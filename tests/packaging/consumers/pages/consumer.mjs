export const title = "Pages without a bundler";
export const quick = true;

export const PAGES = {
  "import map": "import-map.html",
  "Web Worker": "worker.html",
  "Service Worker": "service-worker.html",
};

export async function* run(place, launch, browser = "Chromium") {
  const site = place.site(".");
  for (const [what, file] of Object.entries(PAGES)) {
    const { answer, version } = await place.browse(`${site}/${file}?api=${place.api.url}`, launch);
    yield { what, version: `${browser} ${version}`, answer };
  }
}
