/** The references a prompt can name, as chips: those that it names and that are not there are marked. */
import { useWords } from "../language/language.js";
import { Thumbnail } from "../media/thumbnail.js";
import { useForm } from "../request/form-context.js";
import { referenceName } from "../request/names.js";
import { filled, listOf, type Medium, type Values } from "../request/values.js";

interface Reference {
  /** "image1" */
  key: string;
  medium: Medium;
}

/** In the order of the API's own counting: images and videos apart, each from 1. */
export function referencesOf(values: Values): Reference[] {
  return ["image", "video"].flatMap((kind) =>
    filled(listOf(values[`${kind}_urls`])).map((medium, index) => ({ key: `${kind}${index + 1}`, medium })),
  );
}

/** As the package's findings name it, in English: "Image 3". */
const keyIn = (message: string) => /\b(Image|Video) (\d+)/.exec(message)?.slice(1).join("").toLowerCase();

/** `onInsert` is given what the API reads, "Image 1" or "图1". */
export function References({ onInsert }: { onInsert(name: string): void }) {
  const words = useWords();
  const { values, found } = useForm();
  const keysOf = (code: string) => found.filter((issue) => issue.code === code).map(({ message }) => keyIn(message));
  const unused = keysOf("reference_unused");
  const missing = [...new Set(keysOf("reference_missing"))].filter((key) => key !== undefined);
  const references = referencesOf(values);
  if (references.length === 0 && missing.length === 0) return null;
  return (
    <div class="references">
      <span class="edge">{words.references}</span>
      {references.map(({ key, medium }) => {
        const name = referenceName(key, words);
        return (
          <button
            key={key}
            type="button"
            class={`chip reference ${unused.includes(key) ? "unused" : ""}`}
            aria-label={words.insertReference(name)}
            onClick={() => onInsert(name)}
          >
            {medium instanceof File && <Thumbnail file={medium} />}
            {name}
          </button>
        );
      })}
      {missing.map((key) => {
        const name = referenceName(key, words);
        return (
          <span key={key} class="chip reference missing" title={words.referenceMissing(name)}>
            <span class="visually-hidden">{words.referenceMissing(name)}</span>
            <span aria-hidden="true">{name} ?</span>
          </span>
        );
      })}
    </div>
  );
}
