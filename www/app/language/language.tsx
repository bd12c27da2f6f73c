/** The page's language: the browser's, until the visitor chooses. English comes with the page, Chinese when it is wanted. */
import { type ComponentChildren, createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { keep, recall } from "../ui/storage.js";
import { en } from "./en.js";

export type Words = typeof en;
export type LanguageCode = "en" | "zh";

const KEY = "wanreel.language";
const Context = createContext<{ words: Words; choose(code: LanguageCode): void }>({ words: en, choose() {} });

/** Every text of the page. */
export function useWords(): Words {
  return useContext(Context).words;
}

export function preferredLanguage(): LanguageCode {
  const chosen = recall<LanguageCode>("localStorage", KEY);
  if (chosen === "en" || chosen === "zh") return chosen;
  return navigator.languages.find((tag) => /^(en|zh)\b/i.test(tag))?.toLowerCase().startsWith("zh") ? "zh" : "en";
}

export async function loadWords(code: LanguageCode): Promise<Words> {
  return code === "zh" ? (await import("./zh.js")).zh : en;
}

/** `first`: what the page is drawn with, so that it does not change under its reader's eyes. */
export function LanguageProvider({ first, children }: { first: Words; children: ComponentChildren }) {
  const [words, setWords] = useState(first);
  useEffect(() => {
    document.documentElement.lang = words.code === "zh" ? "zh-Hans" : "en";
  }, [words]);
  async function choose(code: LanguageCode) {
    keep("localStorage", KEY, code);
    setWords(await loadWords(code));
  }
  return <Context.Provider value={{ words, choose }}>{children}</Context.Provider>;
}

/** Names the other language in that language. */
export function LanguageButton() {
  const { words, choose } = useContext(Context);
  const other = words.code === "zh" ? { code: "en" as const, name: "English" } : { code: "zh" as const, name: "中文" };
  return (
    <button
      type="button"
      class="quiet language"
      id="language"
      lang={other.code === "zh" ? "zh-Hans" : "en"}
      onClick={() => choose(other.code)}
    >
      {other.name}
    </button>
  );
}
