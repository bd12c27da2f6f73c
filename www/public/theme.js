/** Light or dark: the system's, until the visitor chooses. No module, and before the first paint: it would show the other. */
(() => {
  try {
    const theme = localStorage.getItem("wanreel.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Without storage it is the system's.
  }
})();
