/** What was probably meant by a name that there is not. */

/** How many letters were put in, left out or changed, or two neighbours swapped, at the least. */
function distance(from: string, to: string): number {
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      const steps = [
        changed,
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        ...(swapped ? [(before[j - 2] ?? 0) + 1] : []),
      ];
      next.push(Math.min(...steps));
    }
    before = row;
    row = next;
  }
  return row[to.length] ?? 0;
}

/** "; did you mean --port?", or nothing where no name is near. */
export function meant(found: string, names: readonly string[], prefix = ""): string {
  const near = names
    .map((name) => ({
      name,
      steps: name.startsWith(found) && found.length > 1 ? 0 : distance(found.toLowerCase(), name),
    }))
    .sort((a, b) => a.steps - b.steps)[0];
  return near && near.steps <= Math.max(1, found.length / 3) ? `; did you mean ${prefix}${near.name}?` : "";
}
