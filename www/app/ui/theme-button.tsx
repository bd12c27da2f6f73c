/** Light or dark: the system's, until the visitor chooses; public/theme.js reads the choice before the first paint. */
import { useEffect, useState } from "preact/hooks";
import { useWords } from "../language/language.js";

const system = matchMedia("(prefers-color-scheme: dark)");

function isDark(): boolean {
  const { theme } = document.documentElement.dataset;
  return theme ? theme === "dark" : system.matches;
}

export function ThemeButton() {
  const words = useWords();
  const [dark, setDark] = useState(isDark);
  useEffect(() => {
    const follow = () => setDark(isDark());
    system.addEventListener("change", follow);
    return () => system.removeEventListener("change", follow);
  }, []);

  function toggle() {
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    setDark(isDark());
    try {
      localStorage.setItem("wanreel.theme", theme);
    } catch {
      // Then it is chosen for this visit.
    }
  }
  return (
    <button type="button" class="theme" id="theme" aria-label={words.darkTheme} aria-pressed={dark} onClick={toggle}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M12 3a9 9 0 1 0 0 18V3Z" />
        <circle cx="12" cy="12" r="9" />
      </svg>
    </button>
  );
}
