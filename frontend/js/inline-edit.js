// One detail being edited: Enter or leaving saves, Esc puts back, choices save when picked.
import { load } from "./request.js";

const CHOICES =
  "select, [type='checkbox'], [type='radio'], [type='file'], at-combobox:not([data-several])";

class InlineEdit extends HTMLElement {
  connectedCallback() {
    const { signal } = (this.life = new AbortController());
    this.form = this.querySelector("form");
    this.before = this.typed;
    const on = (event, handler) => this.addEventListener(event, handler, { signal });
    on("keydown", (event) => this.key(event));
    on("pointerdown", () => this.hold());
    this.addEventListener("submit", (event) => this.refuseHalf(event), { signal, capture: true });
    on("focusout", (event) => this.left(event));
    on("change", (event) => this.picked(event.target) && this.form.requestSubmit());
    on("htmx:before:request", (event) => event.target === this.form && this.say("saving"));
    on("htmx:response:error", (event) => this.failed(event));
    on("htmx:error", (event) => this.failed(event));
    on("htmx:before:swap", (event) => this.keepFocus(event));
  }

  disconnectedCallback() {
    this.life.abort();
  }

  /** A choice saves when picked; of several, they are saved together. */
  picked(input) {
    return input.matches(CHOICES) && !input.closest("[data-several]");
  }

  get typed() {
    return new URLSearchParams(new FormData(this.form)).toString();
  }

  say(state) {
    this.dataset.state = state;
  }

  /** A press on our own buttons is not leaving, even where the browser gives buttons no focus. */
  hold() {
    this.pressed = true;
    setTimeout(() => (this.pressed = false), 300);
  }

  key(event) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    this.closing = true;
    this.querySelector("[data-cancel]").click();
  }

  /** A day typed by half reads as empty; sent, it would clear what stood there. */
  refuseHalf(event) {
    const half = [...this.form.elements].find((input) => input.validity?.badInput);
    if (!half) return;
    event.preventDefault();
    event.stopPropagation();
    half.reportValidity();
  }

  left(event) {
    if (this.pressed || this.closing || this.contains(event.relatedTarget) || !document.hasFocus()) return;
    if (["saving", "failed"].includes(this.dataset.state) || this.querySelector(".conflict")) return;
    if (this.typed !== this.before) this.form.requestSubmit();
    else load(this.form.action, `#${this.closest(".detail").id}`);
  }

  failed(event) {
    const { ctx } = event.detail;
    if (ctx?.response?.status === 422 || ctx?.sourceElement !== this.form) return;
    if (!ctx.response || ctx.response.status >= 500) event.stopPropagation();
    this.say("failed");
  }

  /** Who has gone on to another field is not called back by the answer to this one. */
  keepFocus({ detail }) {
    const { activeElement } = document;
    if (activeElement === document.body || this.contains(activeElement)) return;
    for (const task of detail.tasks) {
      for (const element of task.fragment.querySelectorAll("[autofocus]")) element.removeAttribute("autofocus");
    }
  }
}
customElements.define("at-inline-edit", InlineEdit);
