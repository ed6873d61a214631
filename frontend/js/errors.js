// What the server refused or could not do, said in a toast with a way to try again.
import { answered, toast } from "./toast.js";
import { t } from "./t.js";

const WORDS = {
  0: t("Atrium cannot be reached. Check your connection."),
  400: t("That could not be read. Check what you typed."),
  401: t("You are signed out. Reload the page to sign in."),
  403: t("Your role does not allow this."),
  404: t("That is no longer here."),
  409: t("That is not possible now."),
  413: t("That file is too large."),
  429: t("Too many tries. Wait a moment."),
  500: t("Something broke on our side. Nothing was saved."),
};

/** What an error answer says: its [data-problem] element or its JSON detail, and its first next step. */
function told(text = "", type = "") {
  if (type.includes("json")) {
    try {
      return { words: JSON.parse(text).detail ?? "" };
    } catch {
      return { words: "" };
    }
  }
  if (!type.includes("html")) return { words: text.length < 300 ? text.trim() : "" };
  const page = new DOMParser().parseFromString(text, "text/html");
  const next = page.querySelector("a[data-next]");
  const step = next && { label: next.textContent.trim(), href: next.getAttribute("href") };
  return { words: page.querySelector("[data-problem]")?.textContent.trim() ?? "", step };
}

function retry(element) {
  if (!element?.isConnected) return undefined;
  const form = element.closest("form");
  return () => (form && element === form ? form.requestSubmit() : element.click?.());
}

/** Said with a way to try again; of a form until it is sent again, however long the server is away. */
function again(words, element) {
  const form = element?.closest("form") ?? undefined;
  toast(words, { tone: "bad", action: retry(element), about: form, label: t("Retry") });
}

document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
  const { status } = ctx.response;
  if (status === 422) return;
  const said = status < 500 || status === 503 ? told(ctx.text, ctx.response.headers.get("content-type") ?? "") : {};
  const words = said.words || WORDS[status] || WORDS[status < 500 ? 400 : 500];
  if (said.words && said.step) toast(words, { tone: "bad", href: said.step.href, label: said.step.label });
  else if (status < 500) toast(words, { tone: "bad" });
  else again(words, ctx.sourceElement);
});

document.addEventListener("htmx:error", ({ detail }) => {
  if (!detail.ctx || detail.ctx.response) return;
  again(WORDS[0], detail.ctx.sourceElement);
});

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  const form = ctx.request.method === "GET" ? undefined : ctx.sourceElement?.closest("form");
  if (form) answered(form);
});

// The browser keeps what was sent with a page that came as the answer to it.
document.addEventListener("click", ({ target }) => {
  if (target.closest?.("[data-send-again]")) location.reload();
});
