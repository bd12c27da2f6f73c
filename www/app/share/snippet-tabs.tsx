/** The request as code, always as the form stands, and as a link. */
import { useState } from "preact/hooks";
import { useWords } from "../language/language.js";
import { hasFiles, type Request, withoutFiles } from "../request/values.js";
import { CopyButton } from "../ui/copy-button.js";
import { Segments } from "../ui/segments.js";
import { linkTo } from "./link.js";
import { SNIPPETS, type SnippetName } from "./snippets.js";

const CHOICES = (Object.keys(SNIPPETS) as SnippetName[]).map((name) => ({ value: name, label: name as string }));

export function SnippetTabs({ request }: { request: Request }) {
  const words = useWords();
  const [name, setName] = useState<SnippetName>("curl");
  const plain = withoutFiles(request);
  const text = SNIPPETS[name](plain);
  return (
    <section class="panel snippets" aria-labelledby="copy-title">
      <div class="bar">
        <h2 id="copy-title">{words.copyAs}</h2>
        <CopyButton id="snippet-copy" text={() => text} />
      </div>
      <div id="snippet-tabs">
        <Segments choices={CHOICES} value={name} onChange={(next) => setName(next)} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
      <pre id="snippet" tabIndex={0} aria-label={words.asCode}>
        {text}
      </pre>
      <div class="share">
        <CopyButton id="share" name={words.shareLink} text={() => linkTo(plain)} />
        {hasFiles(request) && <span class="note">{words.filesStay}</span>}
      </div>
    </section>
  );
}
