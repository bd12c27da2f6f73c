/** Characters and their voices: a row for each reference, under the reference's key. */
import type { MediaLimits } from "wanreel";
import { useWords } from "../language/language.js";
import { DropZone } from "../media/drop-zone.js";
import { MediumRow } from "../media/medium-row.js";
import { Thumbnail } from "../media/thumbnail.js";
import { describedBy, Field } from "../request/field.js";
import { useForm } from "../request/form-context.js";
import type { Leaf } from "../request/leaves.js";
import { referenceName } from "../request/names.js";
import { type Medium, voicesOf } from "../request/values.js";
import { referencesOf } from "./references.js";

export function VoicesField({ leaf }: { leaf: Leaf }) {
  const { info, path } = leaf;
  const words = useWords();
  const form = useForm();
  const voices = voicesOf(form.values[path]);
  const references = new Map(referencesOf(form.values).map(({ key, medium }) => [key, medium]));
  // A voice whose reference is gone stays, to be seen and removed.
  const keys = [...new Set([...references.keys(), ...Object.keys(voices)])];
  const issues = form.issuesAt(path);
  const keyOf = (issue: { path: (string | number)[] }) => issue.path.slice(path.split(".").length).join(".");

  function set(key: string, voice: Medium) {
    const { [key]: _, ...others } = voices;
    form.set(path, voice === "" ? others : { ...others, [key]: voice });
  }
  return (
    <Field leaf={leaf} issues={issues.filter((issue) => !keys.includes(keyOf(issue)))}>
      {keys.length === 0 ? (
        <p class="empty">{words.addReference}</p>
      ) : (
        <table class="voices">
          <thead class="visually-hidden">
            <tr>
              <th scope="col">{words.character}</th>
              <th scope="col">{words.voice}</th>
            </tr>
          </thead>
          <tbody>
            {keys.map((key) => {
              const name = referenceName(key, words);
              const medium = references.get(key);
              return (
                <tr key={key}>
                  <th scope="row">
                    {medium instanceof File && <Thumbnail file={medium} />}
                    {name}
                  </th>
                  <td>
                    <DropZone onFiles={([file]) => file && set(key, file)}>
                      <MediumRow
                        name={words.voiceOf(name)}
                        limits={info.media as MediaLimits}
                        value={voices[key] ?? ""}
                        describedBy={describedBy(leaf, words)}
                        issues={issues.filter((issue) => keyOf(issue) === key)}
                        records
                        onChange={(voice) => set(key, voice)}
                        onRemove={voices[key] ? () => set(key, "") : undefined}
                      />
                    </DropZone>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </Field>
  );
}
