/** Copies a text, and says so. */
import { useState } from "preact/hooks";
import { useWords } from "../language/language.js";

const SAID_MS = 1500;

interface Props {
  text(): string;
  /** On the button; default "Copy". */
  name?: string;
  /** For those who do not see what it stands beside. */
  label?: string;
  id?: string;
}

export function CopyButton({ text, name, label, id }: Props) {
  const words = useWords();
  const [said, setSaid] = useState("");
  async function copy() {
    try {
      await navigator.clipboard.writeText(text());
      setSaid(words.copied);
    } catch {
      // Not every page may write to the clipboard, and one on plain http has none.
      setSaid(words.notAllowed);
    }
    setTimeout(() => setSaid(""), SAID_MS);
  }
  return (
    <button type="button" class="quiet small" id={id} aria-label={said === "" ? label : undefined} onClick={copy}>
      {said || (name ?? words.copy)}
    </button>
  );
}
