/** Draws the page once it knows its language, and for whoever was here before what they left: nothing is to move afterwards. */
import { render } from "preact";
import { readPace } from "../shared/pace.js";
import "../styles/page.css";
import "../styles/parts.css";
import { App } from "./app.js";
import { hasTakes, recallTakes } from "./jobs/take.js";
import { work } from "./jobs/work.js";
import { LanguageProvider, loadWords, preferredLanguage } from "./language/language.js";
import { whenIdle } from "./ui/later.js";
import { newPlace, openPlace } from "./where/place.js";

/** ?poll=fast looks often, ?poll=hasty gives up early. */
const pace = readPace(new URLSearchParams(location.search).get("poll"));

// Not awaited at the top: where a module does that, the bundler leaves every shared part a file of its own.
async function begin(): Promise<void> {
  const opening = openPlace(pace);
  const [words, place] = await Promise.all([loadWords(preferredLanguage()), hasTakes() ? opening : newPlace(pace)]);
  // Takes of before are gone on with at once, and shown where they were.
  if (place.name !== undefined && recallTakes(place.name).length > 0) await work.load().catch(console.error);
  render(
    <LanguageProvider first={words}>
      <App first={place} opening={opening} />
    </LanguageProvider>,
    document.getElementById("app") as HTMLElement,
  );
  whenIdle(work);
}

begin().catch(console.error);
