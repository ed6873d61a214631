// Rows picked for a deed: one by one, a range with Shift, the page, or everything that the filter finds.
import { t } from "./t.js";
class Selection extends HTMLElement {
  connectedCallback() {
    const { signal } = (this.life = new AbortController());
    this.all = false;
    this.addEventListener("click", (event) => this.click(event), { signal });
    this.addEventListener("change", () => this.show(), { signal });
    this.addEventListener("htmx:after:settle", () => this.show(), { signal });
    this.show();
  }

  disconnectedCallback() {
    this.life.abort();
  }

  get boxes() {
    return [...this.querySelectorAll("[name='selected']")];
  }

  get total() {
    return Number(this.dataset.total) || this.boxes.length;
  }

  words(count) {
    const noun = count === 1 ? this.dataset.noun : this.dataset.nouns;
    return `${count.toLocaleString(document.documentElement.lang)} ${noun}`;
  }

  click(event) {
    const { target } = event;
    if (target.matches("[name='selected']")) this.range(target, event.shiftKey);
    if (target.matches("[data-select-page]")) this.mark(target.checked);
    if (target.closest("[data-select-none]")) this.mark(false);
    if (target.closest("[data-select-all]")) {
      this.all = true;
      this.show();
    }
  }

  range(box, shift) {
    const boxes = this.boxes;
    const [from, to] = [boxes.indexOf(this.last), boxes.indexOf(box)].sort((a, b) => a - b);
    if (shift && from >= 0) for (const other of boxes.slice(from, to + 1)) other.checked = box.checked;
    this.last = box;
    if (!box.checked) this.all = false;
  }

  mark(on) {
    for (const box of this.boxes) box.checked = on;
    this.all = false;
    this.show();
  }

  /** What is chosen, in words; `more` where those of other pages may be added. */
  tell(picked, more) {
    const bar = this.querySelector(".selection-bar");
    if (!bar) return;
    bar.hidden = !picked;
    // The first number in words costs a phone 50 ms, and nobody reads it before something is chosen.
    if (!picked) return;
    bar.querySelector("[data-selected]").textContent = t("{things} selected", { things: this.words(this.all ? this.total : picked) });
    const all = bar.querySelector("[data-select-all]");
    all.hidden = !more;
    all.textContent = t("Select all {things}", { things: this.words(this.total) });
  }

  show() {
    const boxes = this.boxes;
    const picked = boxes.filter((box) => box.checked).length;
    const whole = boxes.length > 0 && picked === boxes.length;
    if (!whole) this.all = false;
    const page = this.querySelector("[data-select-page]");
    if (page) Object.assign(page, { checked: whole, indeterminate: picked > 0 && !whole });
    this.tell(picked, whole && !this.all && this.total > boxes.length);
    const everything = this.querySelector("[name='selected_all']");
    if (everything) Object.assign(everything, { disabled: !this.all, value: this.all ? "1" : "" });
    for (const button of document.querySelectorAll(`[data-needs-selection="#${CSS.escape(this.id)}"]`)) button.setAttribute("aria-disabled", String(!picked));
  }
}
customElements.define("at-selection", Selection);
