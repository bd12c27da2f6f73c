import { estimateCost, validate, WanClient, WanError } from "wanreel";
import { IndexedDbStore } from "wanreel/stores";

// No key here: vite.config.ts adds it, on the server. The store keeps a reload from paying twice.
const client = new WanClient({ baseUrl: "/api/wan", store: new IndexedDbStore() });

const byId = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const prompt = byId<HTMLTextAreaElement>("prompt");
const button = byId<HTMLButtonElement>("submit");
const video = byId<HTMLVideoElement>("video");
const status = byId("status");

const request = () => ({ model: "wan2.7-text-to-video", prompt: prompt.value }) as const;

function check() {
  const { valid, issues } = validate(request());
  button.disabled = !valid;
  button.textContent = `Generate for $${estimateCost(request()).usd.toFixed(2)}`;
  status.textContent = issues.map(({ message }) => message).join("; ");
}

prompt.addEventListener("input", check);
check();

byId("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  button.disabled = true;
  try {
    const task = await client.generate(request(), {
      onProgress: ({ status: state, progress }) => {
        status.textContent = `${state} ${progress} %`;
      },
    });
    status.textContent = task.status;
    video.src = task.results[0] ?? "";
    video.hidden = false;
  } catch (error) {
    status.textContent = error instanceof WanError && error.hint ? `${error.message}: ${error.hint}` : String(error);
  } finally {
    button.disabled = false;
  }
});
