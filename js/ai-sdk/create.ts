/** `createWan`: the provider. */
import { jsonSchema, models, type WanClient } from "../index.js";
import type { ClientOptions } from "../types/client.js";
import type { ModelId } from "../types/request.js";
import { Shared, wanVideoModel } from "./model.js";
import type { WanVideoModel } from "./types.js";

/** What `createWan` answers. */
export interface WanProvider {
  /** @throws ConfigError where there is no such model */
  video(modelId: ModelId): WanVideoModel;
  /** The same, by the name that `createProviderRegistry` asks for. */
  videoModel(modelId: ModelId): WanVideoModel;
  /**
   * For the `download` of `experimental_generateVideo`: goes on where a connection breaks, asks again where a link is refused or
   * has expired, and refuses what is not a video.
   */
  download(asked: {
    url: URL;
    abortSignal?: AbortSignal;
  }): Promise<{ data: Uint8Array; mediaType: string | undefined }>;
  /** The client underneath: `client.resume()` lists what was paid for and not waited for, `client.reconcile` ends an unknown outcome. */
  readonly client: WanClient;
}

/**
 * The Wan models for the AI SDK, version 7. Takes what `new WanClient()` takes.
 * @throws ConfigError where an option is wrong
 */
export function createWan(options: ClientOptions = {}): WanProvider {
  const shared = new Shared(options);
  const video = (modelId: ModelId): WanVideoModel => {
    // Throws where there is none, and says which is meant.
    jsonSchema(modelId);
    return wanVideoModel(models().find(({ id }) => id === modelId) as ReturnType<typeof models>[number], shared);
  };
  return {
    video,
    videoModel: video,
    async download({ url, abortSignal }) {
      const results = [url.href];
      const task = shared.tasks.get(url.href) ?? {
        id: "",
        status: "completed" as const,
        progress: 100,
        results,
        raw: null,
      };
      const answer = await shared.client.download(task, abortSignal ? { signal: abortSignal } : {});
      const mediaType = answer.headers.get("content-type") ?? undefined;
      return { data: new Uint8Array(await answer.arrayBuffer()), mediaType };
    },
    client: shared.client,
  };
}
