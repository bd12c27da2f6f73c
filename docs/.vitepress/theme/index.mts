// VitePress's own theme, in the colours of the demo's page.
import { type Theme, useData } from "vitepress";
import theme from "vitepress/theme-without-fonts";
import { onMounted, watch } from "vue";
import "./style.css";

/** The home page of VitePress has no main landmark; all others have. */
function markMain(layout: unknown) {
  const content = document.getElementById("VPContent");
  if (layout === "home") content?.setAttribute("role", "main");
  else content?.removeAttribute("role");
}

export default {
  extends: theme,
  setup() {
    const { frontmatter } = useData();
    onMounted(() => markMain(frontmatter.value.layout));
    watch(frontmatter, ({ layout }) => markMain(layout), { flush: "post" });
  },
} satisfies Theme;
