/** What the request costs and what comes out, before anything is sent. */
import type { Cost, ModelInfo } from "wanreel";
import { useId } from "preact/hooks";
import { useWords } from "../language/language.js";
import { choiceName } from "../request/names.js";
import { type Request, withoutFiles } from "../request/values.js";
import { later, LaterDrawer } from "../ui/later.js";
import { money, sentence } from "../ui/numbers.js";
import { modeOf, priceText, sizeOf, sumText } from "./cost.js";

/** With the module that knows other providers' prices. */
const plans = later(() => import("./plans.js"));

interface Props {
  request: Request;
  model: ModelInfo;
  price: Cost | undefined;
  /** As typed; files say it themselves. */
  inputSeconds: string;
  onInputSeconds(seconds: string): void;
}

/** Whether the length of the input is asked for: it is billed, and only its address is known. */
export function asksInputSeconds(request: Request, model: ModelInfo): boolean {
  const { video_urls: videos } = request as { video_urls?: readonly (string | File)[] };
  return model.billsInput && (videos ?? []).some((video) => typeof video === "string");
}

export function CostPanel({ request, model, price, inputSeconds, onInputSeconds }: Props) {
  const words = useWords();
  const id = useId();
  const plain = withoutFiles(request);
  const size = sizeOf(plain, model);
  const fact = (name: string, value: string, valueId?: string) => (
    <div>
      <dt>{name}</dt>
      <dd id={valueId}>{value}</dd>
    </div>
  );
  return (
    <div class="cost-panel" id="cost-panel">
      <div>
        <div class="cost">
          <span class="edge">{words.costs}</span>
          <strong class="sum" id="price">
            {price ? priceText(price) : "—"}
          </strong>
          <p class="note" id="price-sum">
            {price ? sumText(price, words) : words.unclear}
          </p>
        </div>
        <dl>
          {fact(words.output, size ? `${size.width} × ${size.height}` : words.asInput, "output")}
          {fact(words.mode, sentence(choiceName(modeOf(plain, model), words)), "mode")}
          {fact(words.perSecond, price ? money(price.microUsdPerSecond) : "—")}
        </dl>
        {asksInputSeconds(request, model) && (
          <div class="input-seconds">
            <label for={id}>{words.inputSeconds}</label>
            <input
              id={id}
              type="number"
              inputMode="decimal"
              min={0}
              step="any"
              placeholder="?"
              value={inputSeconds}
              onInput={({ currentTarget }) => onInputSeconds(currentTarget.value)}
            />
            <span class="note">{words.isBilledToo}</span>
          </div>
        )}
        <LaterDrawer name={words.otherProviders} class="others" inside={plans}>
          {({ Providers }) => <Providers request={plain} />}
        </LaterDrawer>
        <LaterDrawer name={words.planner} class="others planner" inside={plans}>
          {({ Planner }) => <Planner request={plain} />}
        </LaterDrawer>
      </div>
    </div>
  );
}
