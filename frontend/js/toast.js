// Short news in the corner. It waits while it is pointed at or focused, longer where it offers a way back, and until it is
// answered where it is about a form (`about`) that was not taken.
import { post } from "./request.js";
import { t } from "./t.js";

const BRIEF = 4200;
const WITH_ACTION = 10000;

class Toast extends HTMLElement {
  connectedCallback() {
    this.life = new AbortController();
    const { signal } = this.life;
    for (const event of ["pointerenter", "focusin"]) this.addEventListener(event, () => clearTimeout(this.timer), { signal });
    for (const event of ["pointerleave", "focusout"]) this.addEventListener(event, () => this.wait(), { signal });
    this.addEventListener("click", (event) => this.click(event), { signal });
    this.closest("[popover]")?.togglePopover(false);
    this.closest("[popover]")?.togglePopover(true);
    this.wait();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.life.abort();
  }

  wait() {
    clearTimeout(this.timer);
    const over = () => (this.about?.isConnected ? this.wait() : this.leave());
    this.timer = setTimeout(over, this.querySelector(".toast-act") ? WITH_ACTION : BRIEF);
  }

  click(event) {
    const undo = event.target.closest("[data-undo]");
    if (undo?.dataset.undo) post(undo.dataset.undo);
    if (undo || event.target.closest("[data-dismiss]")) this.leave();
  }

  leave() {
    this.dataset.leaving = "";
    setTimeout(() => this.remove(), 250);
  }
}
customElements.define("at-toast", Toast);

/** Show a toast: `tone` bad or nothing, `undo` a URL to post to, `href` a page to go to, or `action` a function, called `label`; `about` a form. */
export function toast(text, { tone = "", undo = "", href = "", action, about, label = t("Undo") } = {}) {
  const element = document.createElement("at-toast");
  element.className = "toast";
  element.about = about;
  if (tone) element.dataset.tone = tone;
  element.append(Object.assign(document.createElement("span"), { textContent: text }));
  if (href) {
    const link = Object.assign(document.createElement("a"), { className: "toast-act", textContent: label, href });
    element.append(link);
  } else if (undo || action) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "toast-act", textContent: label });
    button.dataset.undo = undo;
    if (action) button.addEventListener("click", action);
    element.append(button);
  }
  const close = Object.assign(document.createElement("button"), { type: "button", className: "toast-close", textContent: "×" });
  close.dataset.dismiss = "";
  close.setAttribute("aria-label", t("Dismiss"));
  element.append(close);
  document.getElementById("toasts")?.append(element);
}

/** The form is sent once more: what was said of it is over. */
export function answered(form) {
  for (const said of document.querySelectorAll("at-toast")) if (said.about === form) said.leave();
}

// A view without anything to swap answers with the header HX-Trigger: {"toast": {"text": …, "undo": …}}
document.addEventListener("toast", ({ detail }) => toast(detail.text ?? detail.value, detail));
