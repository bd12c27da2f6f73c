// A forgotten --allow-net: nothing left, so nothing can have been paid for.
import { WanClient } from "wanreel";

const client = new WanClient({ apiKey: "sk-packaging", baseUrl: "http://127.0.0.1:8999", retry: { attempts: 1 } });
const request = { model: "wan2.7-text-to-video", prompt: "A lighthouse keeper climbs the stairs at dusk" } as const;
await client.generate(request).catch((error) => console.log(`${error.name}: ${error.cause?.name}`));
