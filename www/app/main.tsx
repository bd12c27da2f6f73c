/** Draws the page, once it knows its language and what it stands on: nothing is to move afterwards. */
import { render } from "preact";
import { WanProvider } from "wanreel/react";
import { readPace } from "../shared/pace.js";
import "../styles/page.css";
import "../styles/parts.css";
import { App } from "./app.js";
import { LanguageProvider, loadWords, preferredLanguage } from "./language/language.js";
import { openPlace } from "./where/place.js";

/** ?poll=fast looks often, ?poll=hasty gives up early. */
const pace = readPace(new URLSearchParams(location.search).get("poll"));
const [words, place] = await Promise.all([loadWords(preferredLanguage()), openPlace(pace)]);

render(
  <LanguageProvider first={words}>
    <WanProvider options={{ baseUrl: "/api/wan" }}>
      <App place={place} />
    </WanProvider>
  </LanguageProvider>,
  document.getElementById("app") as HTMLElement,
);
