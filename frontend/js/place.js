// A list that scrolls in its own pane stands where it stood when one comes back from a page beneath it.
const panes = () => document.querySelectorAll("[data-keeps-place]");
const name = (pane) => `place ${location.pathname}${location.search} ${pane.id}`;

function cameBack() {
  if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") return true;
  const here = location.origin + location.pathname;
  return document.referrer.startsWith(here) && new URL(document.referrer).pathname !== location.pathname;
}

addEventListener("pagehide", () => {
  for (const pane of panes()) sessionStorage.setItem(name(pane), pane.scrollTop);
});
if (cameBack()) for (const pane of panes()) pane.scrollTop = Number(sessionStorage.getItem(name(pane)));
