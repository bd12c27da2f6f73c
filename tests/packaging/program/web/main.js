// A page that does its work in a worker if asked to, as bundlers with worker support want it written.
const { searchParams } = new URL(location.href);

if (searchParams.has("worker")) {
  const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  worker.addEventListener("error", ({ message }) => console.error(message));
  worker.postMessage(searchParams.get("api"));
} else {
  import("./page.js");
}
