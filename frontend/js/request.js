// htmx, with the one header that every changing request needs.
import htmx from "htmx.org/dist/htmx.esm.js";

const SAFE = new Set(["GET", "HEAD"]);

export const csrfToken = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";

/** POST in the background; what comes back out of band still lands on the page. */
export const post = (url, values = {}, source = document.body) => htmx.ajax("POST", url, { values, swap: "none", source });

/** GET a fragment into a target. */
export const load = (url, target, swap = "outerHTML") => htmx.ajax("GET", url, { target, swap, headers: { "HX-Target": target } });

/** GET a fragment, ready to be put into the page; null where there is nothing or no way to ask. */
export async function ask(url, signal) {
  try {
    const answer = await fetch(url, { signal, headers: { "HX-Request": "true" } });
    const here = answer.headers.get("Here");
    if (here) document.dispatchEvent(new CustomEvent("client:here", { detail: JSON.parse(here) }));
    if (answer.status !== 200) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html").body;
  } catch {
    return null;
  }
}

/** Let htmx work in what came by other ways. */
export const enliven = (element) => htmx.process(element);

document.addEventListener("htmx:config:request", ({ detail }) => {
  const { request } = detail.ctx;
  if (!SAFE.has(request.method)) request.headers["X-CSRFToken"] = csrfToken();
});
