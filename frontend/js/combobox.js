// Search as you type over a list that the server keeps: GET data-url?q= answers with <div role="option" data-value> lines.
// With data-free the input itself is sent: the list suggests, any other words stand as well.
import { t } from "./t.js";
const WAIT = 120;

class Combobox extends HTMLElement {
  connectedCallback() {
    const { signal } = (this.life = new AbortController());
    this.input = this.querySelector("[role='combobox']");
    this.list = this.querySelector("[role='listbox']");
    this.several = this.hasAttribute("data-several");
    this.free = this.hasAttribute("data-free");
    this.input.addEventListener("input", () => this.later(), { signal });
    this.input.addEventListener("focus", () => this.met(), { signal });
    this.input.addEventListener("click", () => this.list.hidden && this.suggest(), { signal });
    this.input.addEventListener("keydown", (event) => this.key(event), { signal });
    this.input.addEventListener("blur", () => this.close(), { signal });
    this.list.addEventListener("pointerdown", (event) => this.press(event), { signal });
    this.addEventListener("click", (event) => this.click(event), { signal });
  }

  disconnectedCallback() {
    this.life.abort();
    this.request?.abort();
    clearTimeout(this.timer);
  }

  get options() {
    return [...this.list.querySelectorAll("[role='option']:not([aria-disabled='true'])")];
  }

  get active() {
    return this.list.querySelector("[aria-selected='true']");
  }

  /** A list that opens because the page moved the focus would cover what comes next: it waits for a key or a press. */
  met() {
    const moved = this.input.autofocus && !this.known;
    this.known = true;
    if (!moved) this.suggest();
  }

  suggest() {
    this.search(this.free ? "" : this.input.value);
  }

  later() {
    if (!this.several && !this.free) this.clear();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), WAIT);
  }

  async search(typed = this.input.value) {
    this.request?.abort();
    this.request = new AbortController();
    const url = new URL(this.dataset.url, location.href);
    url.searchParams.set("q", typed);
    try {
      const answer = await fetch(url, { signal: this.request.signal, headers: { "HX-Request": "true", "HX-Target": this.list.id } });
      if (!answer.ok) throw new TypeError(String(answer.status));
      this.list.innerHTML = await answer.text();
    } catch (error) {
      if (error.name === "AbortError") return;
      this.list.replaceChildren(this.line("The list did not load. Type again to retry."));
    }
    if (this.free && !this.list.childElementCount) return this.close();
    if (!this.list.childElementCount) this.list.replaceChildren(this.line(t("Nothing found")));
    for (const [at, option] of [...this.list.querySelectorAll("[role='option']")].entries()) option.id ||= `${this.list.id}-${at}`;
    if (document.activeElement === this.input) this.open();
  }

  line(text) {
    const option = Object.assign(document.createElement("div"), { textContent: text });
    option.setAttribute("role", "option");
    option.setAttribute("aria-disabled", "true");
    option.setAttribute("aria-selected", "false");
    return option;
  }

  open() {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    if (!this.free) this.select(this.options[0]);
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  select(option) {
    this.active?.setAttribute("aria-selected", "false");
    if (!option) return;
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  key(event) {
    const all = this.options;
    const at = all.indexOf(this.active);
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1 };
    if (event.key in steps) {
      event.preventDefault();
      if (this.list.hidden) this.search();
      else if (all.length) this.select(all.at(steps[event.key] % all.length));
    } else if (event.key === "Enter" && !this.list.hidden && this.active) {
      event.preventDefault();
      this.choose(this.active);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === "Backspace" && this.several && !this.input.value) {
      [...this.querySelectorAll(".tag")].at(-1)?.remove();
    }
  }

  press(event) {
    event.preventDefault();
    const option = event.target.closest("[role='option']:not([aria-disabled='true'])");
    if (option) this.choose(option);
  }

  click(event) {
    if (event.target.closest(".tag-remove")) event.target.closest(".tag").remove();
    else if (event.target.matches(".combobox")) this.input.focus();
  }

  hidden(value) {
    return Object.assign(document.createElement("input"), { type: "hidden", name: this.dataset.name, value });
  }

  clear() {
    this.querySelector(`input[type="hidden"][name="${CSS.escape(this.dataset.name)}"]`)?.remove();
  }

  choose(option) {
    const { value, href } = option.dataset;
    if (href) return window.open(href, "_blank", "noopener");
    const text = option.dataset.text ?? option.querySelector("span")?.textContent ?? option.textContent.trim();
    this.close();
    if (this.several) {
      this.input.value = "";
      this.add(value, text);
    } else if (this.free) {
      this.input.value = value;
    } else {
      this.clear();
      this.input.value = text;
      this.input.after(this.hidden(value));
    }
    this.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: { value, text } }));
  }

  add(value, text) {
    if ([...this.querySelectorAll("input[type='hidden']")].some((input) => input.value === value)) return;
    const tag = Object.assign(document.createElement("span"), { className: "tag", textContent: text });
    const remove = Object.assign(document.createElement("button"), { type: "button", className: "tag-remove", textContent: "×" });
    remove.setAttribute("aria-label", t("Remove {name}", { name: text }));
    tag.append(this.hidden(value), remove);
    this.input.before(tag);
  }
}
customElements.define("at-combobox", Combobox);
