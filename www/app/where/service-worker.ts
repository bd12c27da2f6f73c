/** The simulated API in a Service Worker of the page. */

/** Where it answers: below the page's own folder. */
export const simulatorPath = () => new URL("./sim", location.href).pathname;

let started: Promise<void> | undefined;

/** Resolves once it answers. */
export function startServiceWorker(): Promise<void> {
  started ??= start();
  return started;
}

async function start(): Promise<void> {
  const { serviceWorker } = navigator;
  if (!serviceWorker) throw new Error("a Service Worker needs https, or localhost");
  await serviceWorker.register("./sw.js");
  await serviceWorker.ready;
  if (serviceWorker.controller) return;
  await new Promise((resolve) => serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
}

/** As fetch, once it answers. */
export const fetchInPage: typeof fetch = async (input, init) => {
  await startServiceWorker();
  return fetch(input, init);
};
