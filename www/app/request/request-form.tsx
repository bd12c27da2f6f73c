/** The left side: which model, its form, samples to fill it with, what it costs. */
import type { Cost, Issue, MediaFacts } from "wanreel";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useWords } from "../language/language.js";
import type { Facts } from "../media/facts.js";
import { kindOf, filesOf } from "../media/pick.js";
import { CostPanel } from "../price/cost-panel.js";
import { priceText } from "../price/cost.js";
import { Segments } from "../ui/segments.js";
import { afterPress } from "../ui/press.js";
import { type Draft, OFFERED } from "./draft.js";
import { FormContext, type FormAtHand } from "./form-context.js";
import { inFormWords } from "./form-words.js";
import { Findings, isError } from "./findings.js";
import { leavesOf } from "./leaves.js";
import { ModelForm } from "./model-form.js";
import { choiceName } from "./names.js";
import { SAMPLES } from "./samples.js";
import { isShown, listOf } from "./values.js";

interface Props {
  draft: Draft;
  facts: Facts;
  /** The package's, of the request as it stands; and the same in the page's language. */
  found: readonly Issue[];
  told: readonly Issue[];
  price: Cost | undefined;
  inputSeconds: string;
  onInputSeconds(seconds: string): void;
  /** This very request is under way. */
  isRunning: boolean;
  /** The page could not load what runs a job: nothing was sent. */
  isBroken: boolean;
  onSubmit(): void;
  inputs: MediaFacts;
}

export function RequestForm(props: Props) {
  const { draft, facts, found, told, price, isRunning, isBroken, onSubmit } = props;
  const words = useWords();
  const [focused, setFocused] = useState("");
  const element = useRef<HTMLFormElement>(null);
  const { model, values, touched, attempted } = draft;
  const issues = useMemo(() => told.map((issue) => inFormWords(issue, model, words)), [told, model, words]);
  const errors = found.filter(isError).length;
  const leaves = leavesOf(model.fields);
  const isAt = (path: string) => (issue: Issue) => `${issue.path.join(".")}.`.startsWith(`${path}.`);
  const homeless = issues.filter((issue) => !leaves.some(({ path }) => isAt(path)(issue)));

  const form: FormAtHand = {
    model,
    values,
    set: draft.set,
    found,
    factOf: facts.factOf,
    issuesAt: (path) =>
      issues
        .filter(isAt(path))
        .filter(({ code }) => attempted || touched.includes(path) || (code !== "required" && focused !== path)),
    onEnter: (path) => afterPress(() => setFocused(path)),
    onLeave: (path) =>
      afterPress(() => {
        setFocused((now) => (now === path ? "" : now));
        draft.touch(path);
      }),
  };

  // The caret goes to the first error; once for each time that it was tried.
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each try, and not when something is corrected
  useEffect(() => {
    if (tries > 0) focusFirstWrong(element.current as HTMLFormElement);
  }, [tries]);

  function submit(event: Event) {
    event.preventDefault();
    draft.attempt();
    if (errors > 0) setTries((count) => count + 1);
    else onSubmit();
  }
  /** A file that is dropped or pasted beside the fields goes to the first that has room for its kind. */
  function place(event: Event, data: DataTransfer | null) {
    for (const file of filesOf(data)) {
      const leaf = leaves.find(({ info, path }) => {
        if (info.media?.kind !== kindOf(file) || !isShown(model, values, { info, path })) return false;
        if (info.type === "mediaList") return listOf(values[path]).filter(Boolean).length < (info.maxItems ?? 1);
        return info.type === "media" && !values[path];
      });
      if (!leaf) continue;
      event.preventDefault();
      const rows = listOf(values[leaf.path]).filter(Boolean);
      draft.set(leaf.path, leaf.info.type === "mediaList" ? [...rows, file] : file);
    }
  }
  const samples = SAMPLES.filter(({ request }) => request.model === model.id);
  return (
    <FormContext.Provider value={form}>
      <form
        ref={element}
        class="panel slate"
        id="form"
        noValidate
        aria-label={words.request}
        onSubmit={submit}
        onKeyDown={(event) => {
          // In a text of several lines Enter alone is a new line.
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          element.current?.requestSubmit();
        }}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => place(event, event.dataTransfer)}
        onPaste={(event) => place(event, event.clipboardData)}
      >
        <fieldset class="models" id="models">
          <legend>{words.whatToMake}</legend>
          <Segments
            choices={OFFERED.map(({ id, mode }) => ({ value: id, label: choiceName(mode, words), note: id }))}
            value={model.id}
            onChange={draft.choose}
          />
        </fieldset>
        <div class="samples">
          <span class="edge">{words.samples}</span>
          <div id="samples">
            {samples.map(({ name, request }) => (
              <button key={name} type="button" class="chip" onClick={() => draft.fill(request)}>
                {words.sampleNames[name] ?? name}
              </button>
            ))}
          </div>
        </div>
        <div id="fields" key={model.id}>
          <ModelForm />
        </div>
        <Findings issues={homeless} id="homeless" />
        <CostPanel {...props} model={model} request={draft.request} />
        <div class="go">
          <button
            type="submit"
            class="primary"
            id="submit"
            title="Ctrl+Enter"
            // Not disabled: that would take the focus away from whoever has just pressed it.
            aria-disabled={isRunning}
            aria-keyshortcuts="Control+Enter Meta+Enter"
          >
            <span id="submit-name">{isRunning ? words.generating : words.generate}</span>
            <span class="price" id="submit-price">
              {price ? priceText(price) : ""}
            </span>
          </button>
          <p class="verdict" id="verdict" role="status">
            {attempted && errors > 0 ? words.toCorrect(errors) : isBroken ? words.notLoaded : ""}
          </p>
        </div>
      </form>
    </FormContext.Provider>
  );
}

/** In the order of the form. */
export function focusFirstWrong(form: HTMLFormElement): void {
  const field = form.querySelector(".field.wrong");
  const row = field?.querySelector(".row.wrong") ?? field;
  const inputs = [...(row?.querySelectorAll<HTMLElement>("textarea, input, .file-shown") ?? [])];
  (inputs.find((input) => input.getAttribute("type") !== "range") ?? inputs[0])?.focus();
}
