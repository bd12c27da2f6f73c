/** One medium: its address, or a file with its picture, length and size; and what is wrong with it. */
import type { Issue, MediaLimits } from "wanreel";
import { useId } from "preact/hooks";
import { useWords } from "../language/language.js";
import { Findings, isError } from "../request/findings.js";
import { useForm } from "../request/form-context.js";
import type { Medium } from "../request/values.js";
import { megabytes, seconds } from "../ui/numbers.js";
import { pickFiles } from "./pick.js";
import { Recorder } from "./recorder.js";
import { Thumbnail } from "./thumbnail.js";

interface Props {
  /** "Image 2", for those who do not see the row. */
  name: string;
  /** What stands before the row. */
  ordinal?: string;
  ordinalLook?: string;
  limits: MediaLimits;
  value: Medium;
  describedBy: string;
  /** Its own; a field with one medium shows them itself. */
  issues?: readonly Issue[];
  invalid?: boolean;
  inputId?: string;
  /** A voice can be recorded. */
  records?: boolean;
  onChange(value: Medium): void;
  onRemove?: (() => void) | undefined;
}

export function MediumRow(props: Props) {
  const { name, ordinal = "", ordinalLook = "", limits, value, issues, onChange, onRemove } = props;
  const words = useWords();
  const id = useId();
  const listId = `${id}-issues`;
  const wrong = (issues ?? []).some(isError);
  const isFile = value instanceof File;
  return (
    <div class={`row ${wrong ? "wrong" : ""} ${onRemove || isFile ? "" : "only"} ${ordinal === "" ? "unnumbered" : ""}`}>
      <span class={`ordinal ${ordinalLook}`} aria-hidden="true">
        {ordinal}
      </span>
      {isFile ? (
        <FileShown file={value} id={props.inputId} />
      ) : (
        <input
          id={props.inputId ?? id}
          type="url"
          inputMode="url"
          autocomplete="off"
          spellcheck={false}
          placeholder="https://"
          value={value}
          aria-label={props.inputId ? undefined : words.urlOf(name)}
          aria-describedby={issues ? `${props.describedBy} ${listId}` : props.describedBy}
          aria-invalid={props.invalid ?? wrong}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )}
      {(onRemove || isFile) && (
        <button
          type="button"
          class="remove"
          aria-label={words.remove(name)}
          onClick={() => (onRemove ? onRemove() : onChange(""))}
        >
          ×
        </button>
      )}
      {value === "" && (
        <div class="sources">
          <button
            type="button"
            class="chip file"
            aria-label={words.chooseFileFor(name)}
            onClick={() => pickFiles(limits, false, ([file]) => file && onChange(file))}
          >
            {words.chooseFile}
          </button>
          {props.records ? (
            <Recorder name={name} maxSeconds={limits.maxSeconds ?? 10} onRecorded={onChange} />
          ) : (
            <span class="note">{words.dropHere}</span>
          )}
        </div>
      )}
      {issues && <Findings issues={issues} id={listId} />}
    </div>
  );
}

function FileShown({ file, id }: { file: File; id: string | undefined }) {
  const words = useWords();
  const fact = useForm().factOf(file);
  return (
    <div class="file-shown" id={id} tabIndex={-1}>
      <Thumbnail file={file} />
      <span class="file-name">{file.name}</span>
      <span class="note">{fact ? factsText(fact) : words.reading}</span>
    </div>
  );
}

/** "JPEG, 1280 × 720, 5.2 s, 4.1 MB" */
function factsText(
  fact: { format?: string; width?: number; height?: number; seconds?: number; bytes?: number },

): string {
  const { format, width, height, bytes } = fact;
  return [
    format?.toUpperCase(),
    width && height ? `${width} × ${height}` : "",
    fact.seconds === undefined ? "" : seconds(fact.seconds),
    bytes === undefined ? "" : megabytes(bytes),
  ]
    .filter(Boolean)
    .join(", ");
}
