/** The URL, or `undefined` where it is none. Not URL.canParse or URL.parse, which Safari 16 and Chrome 119 have not. */
export function parseUrl(text: string, base?: string | URL): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
