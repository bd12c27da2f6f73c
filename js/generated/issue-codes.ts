// Written by the build from src/issue.rs: change it there.

/** The kinds of finding. */

/** Every kind of finding, in the order of the table in docs/errors/findings.md. */
export type IssueCode =
  /** Missing, blank or empty. */
  | "required"
  /** No such field of this model; the hint names the nearest. */
  | "unknown_field"
  /** No such model; the hint names the nearest. */
  | "unknown_model"
  /** Another type, or a fraction where a whole number belongs. */
  | "wrong_type"
  /** Not one of the allowed values. */
  | "invalid_value"
  /** A number, length or size outside its range. */
  | "out_of_range"
  /** Text over its limit; a warning with `strict: false`: the server cuts it. */
  | "too_long"
  /** More items than allowed. */
  | "too_many"
  /** Fewer items than needed. */
  | "too_few"
  /** A text with half a surrogate pair in it. */
  | "invalid_text"
  /** Not an absolute http(s) URL; of a callback, not https. */
  | "invalid_url"
  /** A callback host that is not public: loopback, private, link-local or otherwise special. */
  | "forbidden_host"
  /** Inputs that cannot go together. */
  | "invalid_combination"
  /** A voice binding whose key names no reference. */
  | "invalid_key"
  /** A file format the model does not take; a warning where only the URL's ending says so. */
  | "unsupported_format"
  /** Warning: time between two shots of the prompt that no shot covers. */
  | "shot_gap"
  /** Warning: two shots of the prompt that cover the same time. */
  | "shot_overlap"
  /** Warning: a shot of the prompt that ends after the video does. */
  | "shot_past_end"
  /** Warning: the prompt names an image or video that is not given. */
  | "reference_missing"
  /** Warning: a reference the prompt never names. */
  | "reference_unused"
  /** Warning: works, but the guide advises otherwise. */
  | "legacy_field"
  /** Warning: a field that has no effect beside another. */
  | "ignored_field"
  /** Warning: driving audio longer than the clip; its end is cut. */
  | "audio_truncated"
  /** Warning: driving audio shorter than the clip; the rest is silent. */
  | "audio_too_short"
  /** Warning: a thin prompt without `prompt_extend`. */
  | "short_prompt"
  /** Warning: a continuation no longer than its input; nothing is generated, and it is billed. */
  | "nothing_generated"
  /**
   * Warning, of `checkMedia` and of files submitted: a medium that could not be fetched or read, so that nothing is
   * known of it. An error where a file to be sent cannot be read at all.
   */
  | "media_unreadable";
