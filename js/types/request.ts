/** Requests; what each model takes is written from its row in src/catalog. */
import type { VideoRequest } from "../generated/requests.js";

export type * from "../generated/requests.js";

/** What `submit` and `generate` take: a Blob or File may stand wherever a URL does; it is uploaded first. */
export type Submittable = VideoRequest<string | Blob>;
