import { WanError } from "../errors/wan-error.js";

/** Why a medium could not be probed. */
export type MediaErrorCode = "media_unreachable" | "media_unreadable";

/** A medium that cannot be fetched ("media_unreachable"), or that is nothing one could read ("media_unreadable"). */
export class MediaError extends WanError {
  declare readonly code: MediaErrorCode;
  /** What the file is, where its first bytes say so; "unknown" where they are of no format that is known. */
  declare readonly format?: string;
  /** Whether it is certainly no image, video or sound that the API takes. */
  declare readonly foreign: boolean;

  constructor(
    message: string,
    fields: {
      code: MediaErrorCode;
      hint?: string | undefined;
      cause?: unknown;
      format?: string | undefined;
      foreign?: boolean;
    },
  ) {
    super(message, fields);
    if (fields.format !== undefined) this.format = fields.format;
    // Not for JSON: format says it.
    Object.defineProperty(this, "foreign", { value: fields.foreign === true, enumerable: false });
  }
}
Object.defineProperty(MediaError.prototype, "name", { value: "MediaError", configurable: true, writable: true });
