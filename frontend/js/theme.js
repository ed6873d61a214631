// Light or dark, remembered by the server in a cookie so that the next page comes in it at once.
import { post } from "./request.js";

export function toggleTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const theme = dark ? "light" : "dark";
  const change = () => {
    root.dataset.theme = theme;
  };
  if (document.startViewTransition && !matchMedia("(prefers-reduced-motion: reduce)").matches) document.startViewTransition(change);
  else change();
  post("/theme/", { theme });
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-theme-toggle]")) toggleTheme();
});
