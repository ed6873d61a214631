// What the server refused or could not do, said in a toast with a way to try again.
import { toast } from "./toast.js";

const WORDS = {
  0: "Atrium cannot be reached. Check your connection.",
  400: "That could not be read. Check what you typed.",
  401: "You are signed out. Reload the page to sign in.",
  403: "Your role does not allow this.",
  404: "That is no longer here.",
  409: "That is not possible now.",
  413: "That file is too large.",
  429: "Too many tries. Wait a moment.",
  500: "Something broke on our side. Nothing was saved.",
};

/** The sentence inside an error answer: its [data-problem] element, its JSON detail, or none. */
function sentence(text = "", type = "") {
  if (type.includes("json")) {
    try {
      return JSON.parse(text).detail ?? "";
    } catch {
      return "";
    }
  }
  if (!type.includes("html")) return text.length < 300 ? text.trim() : "";
  const page = new DOMParser().parseFromString(text, "text/html");
  return page.querySelector("[data-problem]")?.textContent.trim() ?? "";
}

function retry(element) {
  if (!element?.isConnected) return undefined;
  const form = element.closest("form");
  return () => (form && element === form ? form.requestSubmit() : element.click?.());
}

document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
  const { status } = ctx.response;
  if (status === 422) return;
  const words = (status < 500 && sentence(ctx.text, ctx.response.headers.get("content-type") ?? "")) || WORDS[status] || WORDS[status < 500 ? 400 : 500];
  toast(words, { tone: "bad", action: status >= 500 ? retry(ctx.sourceElement) : undefined, label: "Retry" });
});

document.addEventListener("htmx:error", ({ detail }) => {
  if (!detail.ctx || detail.ctx.response) return;
  toast(WORDS[0], { tone: "bad", action: retry(detail.ctx.sourceElement), label: "Retry" });
});
