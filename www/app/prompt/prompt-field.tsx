/** The prompt: its text, its shots along the video, the references it names. */
import { useWords } from "../language/language.js";
import { useForm } from "../request/form-context.js";
import type { Leaf } from "../request/leaves.js";
import { TextField } from "../request/text-field.js";
import { References } from "./references.js";
import { addShot } from "./shots.js";
import { Timeline } from "./timeline.js";

export function PromptField({ leaf }: { leaf: Leaf }) {
  const { path } = leaf;
  const words = useWords();
  const form = useForm();
  const prompt = (form.values[path] as string | undefined) ?? "";
  const set = (text: string) => form.set(path, text);
  const standard = form.model.fields.find(({ name }) => name === "duration")?.default;
  const duration = Number(form.values.duration ?? standard ?? 0);
  const namesReferences = form.model.mode === "reference-video";

  /** Where the caret is, which the text keeps when the focus leaves it. */
  function insert(name: string) {
    const area = document.querySelector<HTMLTextAreaElement>(`[data-field=${path}] textarea`);
    const at = area?.selectionStart ?? prompt.length;
    const before = prompt.slice(0, at);
    const gap = before === "" || /\s$/.test(before) ? "" : " ";
    set(`${before}${gap}${name}${prompt.slice(area?.selectionEnd ?? at)}`);
    area?.focus();
  }
  return (
    <TextField
      leaf={leaf}
      after={
        <>
          {namesReferences && <References onInsert={insert} />}
          <Timeline prompt={prompt} duration={duration > 0 ? duration : undefined} onChange={set} />
          {!namesReferences && form.model.mode !== "video-edit" && (
            <button type="button" class="chip add-shot" onClick={() => set(addShot(prompt, duration))}>
              {words.addShot}
            </button>
          )}
        </>
      }
    />
  );
}
