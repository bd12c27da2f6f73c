// What the pages' Markdown may say beside Markdown's own.

/** @typedef {import("markdown-it").default} MarkdownIt */

/**
 * Above a sample that is a file, its name: ```ts project [src/index.ts]. In a group of samples the tab says it.
 * @param {MarkdownIt} md
 */
function fileNames(md) {
  const fence = md.renderer.rules.fence;
  md.renderer.rules.fence = (tokens, index, ...rest) => {
    const name = /\[(.+)\]$/.exec(tokens[index].info.trim())?.[1];
    const code = fence(tokens, index, ...rest);
    const inGroup = tokens.slice(0, index).findLast(({ type }) => /container_code-group/.test(type));
    if (!name || inGroup?.type.endsWith("_open")) return code;
    return `<div class="file"><p class="file-name">${md.utils.escapeHtml(name)}</p>${code}</div>`;
  };
}

/** Files beside docs/, as a page on a code host links to them. */
const OUTSIDE = /^(\.\.\/)+(README|CONTRIBUTING|SECURITY|ARCHITECTURE|CHANGELOG|js|src|tests|scripts|templates|www)\b/;

/**
 * They are no pages of the site: what was linked stands there without the link.
 * @param {MarkdownIt} md
 */
function withoutLinksOutside(md) {
  md.core.ruler.push("links-outside", ({ tokens }) => {
    for (const token of tokens) {
      let outside = false;
      token.children = (token.children ?? []).filter((child) => {
        if (child.type === "link_open") outside = OUTSIDE.test(child.attrGet("href") ?? "");
        return !(outside && /^link_(open|close)$/.test(child.type));
      });
      if (token.type !== "inline" && token.children.length === 0) token.children = null;
    }
  });
}

/** @param {MarkdownIt} md */
export function extend(md) {
  fileNames(md);
  withoutLinksOutside(md);
}
