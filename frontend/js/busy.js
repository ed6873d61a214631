// While a request runs its form or button says so, and a second press does nothing.
const owner = (element) => element.closest?.("form") ?? element;

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  ctx.sourceElement.setAttribute("aria-busy", "true");
  if (ctx.request.method !== "GET") owner(ctx.sourceElement).setAttribute("aria-busy", "true");
});

document.addEventListener("htmx:finally:request", ({ target, detail: { ctx } }) => {
  for (const element of [ctx.sourceElement, target]) {
    if (!(element instanceof Element)) continue;
    element.removeAttribute("aria-busy");
    owner(element).removeAttribute("aria-busy");
  }
});

function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

document.addEventListener("submit", (event) => {
  if (event.target.getAttribute("aria-busy") === "true") return stop(event);
  const htmx = event.target.matches("[data-hx-post], [data-hx-get], [data-hx-put], [data-hx-patch], [data-hx-delete]");
  if (!htmx && event.target.method === "post") setTimeout(() => !event.defaultPrevented && event.target.setAttribute("aria-busy", "true"));
  return undefined;
}, true);

document.addEventListener("click", (event) => {
  const pressed = event.target.closest?.("button[aria-busy='true']:not([data-cancel]), [aria-disabled='true']");
  if (pressed) stop(event);
}, true);

// A page that comes back from the browser's memory is not busy any more.
addEventListener("pageshow", () => {
  for (const element of document.querySelectorAll("[aria-busy]")) element.removeAttribute("aria-busy");
});
