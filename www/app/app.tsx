/** The page: the form on one side, the job on the other, all takes below. */
import type { Cost } from "wanreel";
import { IDLE, isRunning } from "wanreel/video";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { FaultsPanel } from "./faults/faults-panel.js";
import { Header } from "./header.js";
import { useAnnouncements } from "./jobs/announce.js";
import { Gallery } from "./jobs/gallery.js";
import { Logs } from "./jobs/logs.js";
import { Screen } from "./jobs/screen.js";
import { Stages } from "./jobs/stages.js";
import { begun, isSame, newId, type Take } from "./jobs/take.js";
import { useTakes } from "./jobs/takes.js";
import { NOTHING_TOLD } from "./jobs/told.js";
import { work } from "./jobs/work.js";
import { useWords } from "./language/language.js";
import { useFacts } from "./media/facts.js";
import { sizeOf } from "./price/cost.js";
import { asksInputSeconds } from "./price/cost-panel.js";
import { keepDraft, modelOf, useDraft } from "./request/draft.js";
import { isError } from "./request/findings.js";
import { drawSeed } from "./request/integer-field.js";
import { useJudgement } from "./request/judgement.js";
import { RequestForm } from "./request/request-form.js";
import { type Request, withoutFiles } from "./request/values.js";
import { linkedRequest } from "./share/link.js";
import { SnippetTabs } from "./share/snippet-tabs.js";
import { recall } from "./ui/storage.js";
import { useFocusHeir } from "./ui/focus-heir.js";
import { wantsStillness } from "./ui/use-now.js";
import type { Place } from "./where/place.js";
import { useSimulator } from "./where/simulator.js";
import { RUNNERS, type Runner } from "./where/runner.js";

/** `first`: what is known of its place by now; `opening`: that, and what is known a moment later. */
export function App({ first: known, opening }: { first: Place; opening: Promise<Place> }) {
  const words = useWords();
  const [place, setPlace] = useState(known);
  useEffect(() => void opening.then(setPlace), [opening]);
  const simulator = useSimulator(place.simulator);
  const takes = useTakes(place);
  const latest = takes.takes[0];
  const [first] = useState(() => linkedRequest() ?? (hasDraft() ? undefined : latest?.request));
  const draft = useDraft(first);
  const [runner, setRunner] = useState<Runner>(latest?.runner ?? RUNNERS[0] ?? "browser");
  const [inputSeconds, setInputSeconds] = useState("");
  const bench = useRef<HTMLElement>(null);
  const [loading, setLoading] = useState<"" | "loading" | "failed">("");
  const { model, request } = draft;
  const facts = useFacts(request);
  const { inputs } = facts;
  const typed = asksInputSeconds(request, model) && inputSeconds !== "" ? Number(inputSeconds) : undefined;
  const { found, told, price } = useJudgement(request, inputs, typed);
  const plain = useMemo(() => withoutFiles(request), [request]);

  // Before anything else happens: after the next picture is too late for who closes the page at once.
  useLayoutEffect(() => keepDraft(request), [request]);
  useAnnouncements(takes.takes, words);
  useFocusHeir(bench);

  const shown = takes.takes.find(({ id }) => id === takes.shown);
  // Not after the picture: what is styled by it is to change with what is drawn.
  useLayoutEffect(() => {
    if (shown) document.body.dataset.job = shown.status;
    else delete document.body.dataset.job;
  }, [shown?.status, shown]);

  /** What runs jobs is there a moment after the page, and before whoever reads the form is through. */
  async function send(asked: Request, where: Runner, cost: Cost | undefined) {
    if (!work.part || place.name === undefined) {
      if (loading === "loading") return;
      setLoading("loading");
      // Where it cannot be had nothing has begun, and nothing is to look as if it had.
      if (!(await Promise.all([work.load(), opening]).catch(() => undefined))) return setLoading("failed");
      setLoading("");
    }
    const same = takes.takes.find((take) => isSame(take, asked, where));
    if (same && isRunning(same)) takes.show(same.id);
    else if (same) {
      const { id } = same;
      takes.ask(id, { type: "generate", dedupe: true }, { ...begun(same), ...takeOf(asked, where, cost), id });
    } else takes.add(takeOf(asked, where, cost));
    reveal(bench.current as HTMLElement);
  }
  function takeOf(asked: Request, where: Runner, cost: Cost | undefined): Take {
    const its = modelOf(asked.model) ?? model;
    const size = sizeOf(withoutFiles(asked), its);
    return {
      id: newId(),
      runner: where,
      request: asked,
      inputs,
      startedAt: Date.now(),
      status: "submitting",
      progress: 0,
      asked: 1,
      order: { type: "generate", dedupe: true },
      seconds: secondsOf(asked, its),
      ...(typed !== undefined && { inputSeconds: typed }),
      ...(cost && { cost }),
      ...(size && { size }),
    };
  }
  function edit() {
    const form = document.getElementById("form");
    form?.scrollIntoView();
    form?.querySelector<HTMLElement>("[data-field=prompt] textarea")?.focus();
  }
  /** The same words with another seed are another video, and are paid for. */
  function vary(take: Take) {
    const varied = { ...take.request, seed: drawSeed() };
    draft.fill(varied);
    send(varied, take.runner, take.cost);
  }
  const duration = found.some((issue) => isError(issue) && issue.path[0] === "duration");
  const seconds = duration ? undefined : secondsOf(request, model);
  const TakeView = work.part?.TakeView;
  return (
    <>
      <a class="skip" href="#form">
        {words.toForm}
      </a>
      <Header runner={runner} running={shown && isRunning(shown) ? shown.runner : undefined} onRunner={setRunner} />
      <main>
        <RequestForm
          draft={draft}
          facts={facts}
          inputs={inputs}
          found={found}
          told={told}
          price={price}
          inputSeconds={inputSeconds}
          onInputSeconds={setInputSeconds}
          isRunning={loading === "loading" || takes.takes.some((take) => isRunning(take) && isSame(take, request, runner))}
          isBroken={loading === "failed"}
          onSubmit={() => send(request, runner, price)}
        />
        <section class="bench" id="bench" aria-label={words.job} tabIndex={-1} ref={bench}>
          {TakeView && takes.takes.map((take) => (
            <TakeView
              key={take.id}
              take={take}
              takes={takes}
              place={place}
              isShown={take === shown}
              seen={simulator.seen}
              onEdit={edit}
            />
          ))}
          {!(shown && TakeView) && (
            <>
              <Screen video={IDLE} told={NOTHING_TOLD} size={sizeOf(plain, model)} seconds={seconds} source="" />
              <Stages video={IDLE} told={NOTHING_TOLD} cost={undefined} resumed={false} />
              <Logs startedAt={0} lines={[]} seen={[]} />
            </>
          )}
        </section>
        <Gallery
          takes={takes}
          place={place}
          onLoad={(take) => {
            draft.fill(take.request);
            edit();
          }}
          onAgain={({ request: again, runner: where, cost }) =>
            // A take of its own: another video of the same request, and paid for.
            takes.add({ ...takeOf(again, where, cost), order: { type: "generate", dedupe: false } })
          }
          onVary={vary}
        />
        <FaultsPanel state={simulator.state} />
        <SnippetTabs request={request} />
      </main>
      <footer>
        <p>{words.footer}</p>
      </footer>
    </>
  );
}

const hasDraft = () => recall("sessionStorage", "wanreel.draft") !== undefined;

/** Seconds of output; 0: as many as the input has. */
function secondsOf(request: Request, { fields }: { fields: { name: string; default?: unknown }[] }): number {
  const standard = fields.find(({ name }) => name === "duration")?.default;
  return (request as { duration?: number }).duration ?? Number(standard);
}

/** On a phone the job stands elsewhere than the button that begins it. */
function reveal(bench: HTMLElement): void {
  requestAnimationFrame(() => {
    const { top } = bench.getBoundingClientRect();
    if (top <= innerHeight * 0.3 && top >= -40) return;
    bench.scrollIntoView({ behavior: wantsStillness() ? "auto" : "smooth" });
  });
}
