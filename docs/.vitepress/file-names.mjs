// Above a sample that is a file, its name: ```ts project [src/index.ts]. In a group of samples the tab says it.

/** @param {import("markdown-it").default} md */
export function fileNames(md) {
  const fence = md.renderer.rules.fence;
  md.renderer.rules.fence = (tokens, index, ...rest) => {
    const name = /\[([^\]]+)\]/.exec(tokens[index].info)?.[1];
    const code = fence(tokens, index, ...rest);
    const inGroup = tokens.slice(0, index).findLast(({ type }) => /container_code-group/.test(type));
    if (!name || inGroup?.type.endsWith("_open")) return code;
    return `<div class="file"><p class="file-name">${md.utils.escapeHtml(name)}</p>${code}</div>`;
  };
}
