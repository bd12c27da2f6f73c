// The documentation's frame: what stands where, in both languages. Nothing is loaded from another host, search included.

import { type DefaultTheme, defineConfig } from "vitepress";
import { extend } from "./markdown.mjs";

const items = (base: string, ...entries: [text: string, page: string][]) =>
  entries.map(([text, page]) => ({ text, link: page.startsWith("../") ? page.slice(2) : `${base}${page}` }));

const en: DefaultTheme.SidebarItem[] = [
  {
    text: "Start",
    items: items(
      "/start/",
      ["Which start is yours", ""],
      ["Next.js", "next"],
      ["Vite and Hono", "vite-hono"],
      ["Cloudflare Worker", "worker"],
      ["Node", "node"],
      ["Deno", "deno"],
      ["Bun", "bun"],
      ["A plain page", "page"],
    ),
  },
  {
    text: "The four modes",
    items: items(
      "/modes/",
      ["Choose a mode", ""],
      ["Text to video", "text-to-video"],
      ["Image to video", "image-to-video"],
      ["Reference video", "reference-video"],
      ["Video edit", "video-edit"],
    ),
  },
  {
    text: "Guides",
    items: items(
      "/guide/",
      ["Before you pay", "before-you-pay"],
      ["Keys and proxy", "keys-and-proxy"],
      ["Waiting, resuming, unknown outcomes", "waiting"],
      ["Files", "files"],
      ["Money and budgets", "money"],
      ["Forms, APIs and tools", "forms"],
      ["React", "react"],
      ["Vue", "../vue"],
      ["Svelte", "../svelte"],
      ["AI SDK", "ai-sdk"],
      ["Command line", "command-line"],
      ["Traces and metrics", "traces"],
      ["Testing with the simulator", "testing"],
      ["CSP, CORS and SSR", "csp-cors-ssr"],
      ["Runtimes and bundlers", "runtimes"],
    ),
  },
  {
    text: "Production",
    items: [
      { text: "A pipeline on Cloudflare", link: "/guide/pipeline" },
      { text: "Deploy, operate, recover", link: "/production" },
      { text: "How far it scales", link: "/scaling" },
      { text: "A queue of your own", link: "/guide/queue" },
    ],
  },
  {
    text: "Coming from elsewhere",
    items: [
      { text: "Migration", link: "/migration" },
      { text: "Questions and answers", link: "/faq" },
    ],
  },
  {
    text: "Reference",
    items: [
      { text: "Errors", link: "/errors/" },
      { text: "Findings of a check", link: "/errors/findings" },
      { text: "API reference", link: "/reference/" },
      { text: "How it decides", link: "/how-it-decides" },
      { text: "Sizes and speed", link: "/sizes" },
      { text: "Threat model", link: "/threat-model" },
      { text: "What is written by hand", link: "/own-code" },
    ],
  },
];

const zh: DefaultTheme.SidebarItem[] = [
  {
    text: "开始",
    items: items("/zh/", ["五分钟上手", "start"], ["四种模式", "modes"]),
  },
  {
    text: "指南",
    items: items(
      "/zh/",
      ["付费之前", "before-you-pay"],
      ["密钥与代理", "keys-and-proxy"],
      ["等待、恢复与未知结果", "waiting"],
      ["常见问题", "faq"],
    ),
  },
  {
    text: "英文页面",
    items: [
      { text: "错误代码", link: "/errors/" },
      { text: "API 参考", link: "/reference/" },
    ],
  },
];

/** Chinese has no spaces between words. It is sent to the page as text: nothing outside it is there. */
const words = (text: string) =>
  text
    .split(/[\n\r\p{Z}\p{P}]+/u)
    .flatMap((word) =>
      /\p{Script=Han}/u.test(word)
        ? Array.from(new Intl.Segmenter("zh", { granularity: "word" }).segment(word), ({ segment }) => segment)
        : word,
    );

const zhSearch = {
  button: { buttonText: "搜索", buttonAriaLabel: "搜索" },
  modal: {
    displayDetails: "显示详情",
    resetButtonTitle: "清除",
    backButtonTitle: "关闭",
    noResultsText: "没有结果",
    footer: { selectText: "选择", navigateText: "切换", closeText: "关闭" },
  },
};

export default defineConfig({
  title: "wanreel",
  description:
    "A client for the Wan 2.7 video API: it checks and prices a request, submits it once, and waits through anything.",
  cleanUrls: false,
  lastUpdated: false,
  srcExclude: ["README.md"],
  head: [["link", { rel: "icon", type: "image/svg+xml", href: "/icon.svg" }]],
  // The index of the search is one file, fetched with the first key stroke in it.
  vite: { build: { chunkSizeWarningLimit: 3000 } },
  markdown: {
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    config: extend,
  },
  locales: {
    root: {
      label: "English",
      lang: "en",
      themeConfig: {
        nav: [
          { text: "Start", link: "/start/" },
          { text: "Modes", link: "/modes/" },
          { text: "Errors", link: "/errors/" },
          { text: "API", link: "/reference/" },
        ],
        sidebar: en,
      },
    },
    zh: {
      label: "简体中文",
      lang: "zh-CN",
      link: "/zh/",
      description: "Wan 2.7 视频 API 的客户端：提交前检查并报价，只提交一次，一直等到视频完成。",
      themeConfig: {
        nav: [
          { text: "开始", link: "/zh/start" },
          { text: "模式", link: "/zh/modes" },
          { text: "常见问题", link: "/zh/faq" },
        ],
        sidebar: { "/zh/": zh },
        outline: { label: "本页目录" },
        docFooter: { prev: "上一页", next: "下一页" },
        darkModeSwitchLabel: "外观",
        lightModeSwitchTitle: "切换到浅色",
        darkModeSwitchTitle: "切换到深色",
        sidebarMenuLabel: "目录",
        returnToTopLabel: "回到顶部",
        langMenuLabel: "切换语言",
        skipToContentLabel: "跳到正文",
      },
    },
  },
  themeConfig: {
    // A page without a translation leads to the other language's first page.
    i18nRouting: false,
    logo: "/icon.svg",
    outline: [2, 3],
    search: {
      provider: "local",
      options: {
        locales: { zh: { translations: zhSearch } },
        miniSearch: { options: { tokenize: words } },
      },
    },
  },
});
