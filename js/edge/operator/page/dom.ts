/** Elements, and how moments and money are written. Nothing is ever read as HTML. */

type Child = Node | string | number | false | null | undefined;
type Props = Record<string, string | number | boolean | ((event: Event) => unknown) | undefined>;

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes, listeners (`onclick`) and children; what is false or nothing is left out. */
export function h<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  return fill(document.createElement(name), props, children);
}

export function svg<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  props: Props = {},
  ...children: Child[]
): SVGElementTagNameMap[Name] {
  return fill(document.createElementNS(SVG, name) as SVGElementTagNameMap[Name], props, children);
}

function fill<Made extends Element>(made: Made, props: Props, children: readonly Child[]): Made {
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== false && child !== null && child !== undefined).map(nodeOf));
  return made;
}

function nodeOf(child: Child): Node | string {
  return child instanceof Node ? child : String(child);
}

/** The element of the page that has that id. */
export function byId<Made extends HTMLElement>(id: string): Made {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found as Made;
}

/** "$0.43"; further digits only where there are some. */
export function dollars(microUsd: number): string {
  const digits = (microUsd / 1e6).toFixed(6).replace(/0{1,4}$/, "");
  return `$${digits.replace(/\B(?=(\d{3})+\.)/g, ",")}`;
}

const CLOCK = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

export function moment(ms: number): HTMLTimeElement {
  return h("time", { datetime: new Date(ms).toISOString() }, CLOCK.format(ms));
}

/** "1:05" of milliseconds; hours where there are some. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** "1 job", "2 jobs". */
export function words(count: number, one: string, more = `${one}s`): string {
  return `${count} ${count === 1 ? one : more}`;
}
