/** Draws the page, once it knows its language and what it stands on: nothing is to move afterwards. */
import { render } from "preact";
import { readPace } from "../shared/pace.js";
import "../styles/page.css";
import "../styles/parts.css";
import { App } from "./app.js";
import { recallTakes } from "./jobs/take.js";
import { work } from "./jobs/work.js";
import { LanguageProvider, loadWords, preferredLanguage } from "./language/language.js";
import { whenIdle } from "./ui/later.js";
import { openPlace } from "./where/place.js";

/** ?poll=fast looks often, ?poll=hasty gives up early. */
const pace = readPace(new URLSearchParams(location.search).get("poll"));
const [words, place] = await Promise.all([loadWords(preferredLanguage()), openPlace(pace)]);
// Takes of before are gone on with at once, and shown where they were.
if (recallTakes(place.name).length > 0) await work.load().catch(console.error);

render(
  <LanguageProvider first={words}>
    <App place={place} />
  </LanguageProvider>,
  document.getElementById("app") as HTMLElement,
);
whenIdle(work);
