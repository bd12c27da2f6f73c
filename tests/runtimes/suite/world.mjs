// What a case is given: the package, the vectors, and simulators of its own behind real HTTP.

/** Looks like one, opens nothing. */
export const KEY = "sk-secret-5f2b81c07d";

/** As the defaults, only faster. */
const POLL = { initialMs: 20, factor: 1.5, maxMs: 100 };
const RETRY = { initialMs: 20, maxMs: 100 };

async function ask(url, body) {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(body ?? null) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/**
 * `engine.wanreel` and `engine.simulator` are the modules, `origin` the harness, `page` whether this is a page (where a
 * key must be allowed), `show` the engine's way to print a value for people, `traits` what its fetch cannot help.
 */
export async function openContext(engine) {
  const { wanreel, origin } = engine;
  const { vectors, agreement } = await (await fetch(`${origin}/given`)).json();

  /** A simulator that generates in no time; `baseUrl` and questions about it. */
  async function world(options = {}) {
    const { baseUrl } = await ask(`${origin}/worlds`, { generationMs: 40, ...options });
    const control = (name) => (body) => ask(`${baseUrl}/control/${name}`, body);
    const log = control("log");
    return {
      baseUrl,
      log,
      tasks: control("tasks"),
      billed: control("billed"),
      faults: control("faults"),
      /** Requests of a kind that arrived. */
      async seen(kind) {
        return (await log()).filter((request) => request.kind === kind);
      },
    };
  }

  /** A client of that world. */
  function client({ baseUrl }, options = {}) {
    return new wanreel.WanClient({
      apiKey: KEY,
      dangerouslyAllowBrowser: true,
      baseUrl,
      filesBaseUrl: baseUrl,
      ...options,
      poll: { ...POLL, ...options.poll },
      retry: { ...RETRY, ...options.retry },
    });
  }

  return { show: () => "", traits: {}, ...engine, vectors, agreement, world, client };
}

let takes = 0;

/** A request like no other, so that cases and engines do not share fingerprints. */
export function textRequest(more = {}) {
  takes += 1;
  return {
    model: "wan2.7-text-to-video",
    prompt: `A lighthouse keeper climbs the spiral stairs at dusk, take ${takes}`,
    duration: 2,
    ...more,
  };
}

const URL_OF = (name) => `https://cdn.example.com/${name}`;

/** One request a mode. */
export const MODES = {
  "text-to-video": () => textRequest({ aspect_ratio: "9:16", seed: 7 }),
  first_frame: () => ({
    model: "wan2.7-image-to-video",
    prompt: "The bottle turns slowly under soft studio light",
    image_start: URL_OF("bottle.jpg"),
    duration: 3,
  }),
  first_last_frame: () => ({
    model: "wan2.7-image-to-video",
    prompt: "The bottle turns from its front to its back",
    image_start: URL_OF("front.jpg"),
    image_end: URL_OF("back.jpg"),
    quality: "1080p",
    duration: 3,
  }),
  video_continuation: () => ({
    model: "wan2.7-image-to-video",
    prompt: "The walker goes on towards the sea",
    video_urls: [URL_OF("walk.mp4")],
    duration: 8,
  }),
  "reference-video": () => ({
    model: "wan2.7-reference-video",
    prompt: "Image 1 greets Image 2 at the door",
    image_urls: [URL_OF("a.jpg"), URL_OF("b.jpg")],
    model_params: { voice_bindings: { image1: URL_OF("a.mp3") } },
    duration: 4,
  }),
  "video-edit": () => ({
    model: "wan2.7-video-edit",
    prompt: "Make it a watercolour painting",
    video_urls: [URL_OF("source.mp4")],
    keep_original_sound: true,
  }),
};
