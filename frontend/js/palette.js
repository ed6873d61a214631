// Ctrl K: search and commands. The server draws the results, this walks them.
import { openKeys } from "./keys.js";
import { toggleTheme } from "./theme.js";

const COMMANDS = { theme: toggleTheme, keys: openKeys };

class Palette extends HTMLElement {
  connectedCallback() {
    const { signal } = (this.life = new AbortController());
    this.dialog = this.querySelector("dialog");
    this.input = this.querySelector("input");
    this.list = this.querySelector("[role='listbox']");
    document.addEventListener("keydown", (event) => this.shortcut(event), { signal });
    document.addEventListener("click", (event) => event.target.closest?.("[data-palette-open]") && this.open(), { signal });
    document.addEventListener("palette:open", () => this.open(), { signal });
    this.dialog.addEventListener("click", (event) => this.click(event), { signal });
    this.list.addEventListener("pointermove", (event) => this.select(event.target.closest("[role='option']"), false), { signal });
    this.input.addEventListener("keydown", (event) => this.key(event), { signal });
    this.input.addEventListener("input", () => (this.waits = false), { signal });
    this.input.addEventListener("htmx:before:request", () => (this.asked = this.input.value), { signal });
    this.watcher = new MutationObserver(() => this.arrived());
    this.watcher.observe(this.list, { childList: true });
  }

  disconnectedCallback() {
    this.life.abort();
    this.watcher.disconnect();
  }

  get options() {
    return [...this.list.querySelectorAll("[role='option']:not([aria-disabled='true'])")];
  }

  open() {
    document.getElementById("side")?.matches(":popover-open") && document.getElementById("side").hidePopover();
    if (!this.dialog.open) this.dialog.showModal();
    this.input.value = "";
    this.input.focus();
    this.input.dispatchEvent(new Event("palette"));
  }

  shortcut(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    if (this.dialog.open) this.dialog.close();
    else this.open();
  }

  select(option, scroll = true) {
    if (option?.getAttribute("aria-disabled") === "true") return;
    for (const other of this.list.querySelectorAll("[aria-selected='true']")) other.setAttribute("aria-selected", "false");
    this.input.removeAttribute("aria-activedescendant");
    if (!option) return;
    option.setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", option.id);
    if (scroll) option.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const all = this.options;
    const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1 };
    if (event.key in steps && all.length) {
      event.preventDefault();
      this.select(all.at(steps[event.key] % all.length));
    }
    if (event.key === "Enter") {
      event.preventDefault();
      if (this.answered === this.input.value) all[at]?.click();
      else this.waits = true;
    }
  }

  // Who types fast and presses Enter means what was typed, not what the list still shows.
  arrived() {
    this.answered = this.asked;
    this.select(this.options[0]);
    if (!this.waits || this.answered !== this.input.value) return;
    this.waits = false;
    this.options[0]?.click();
  }

  click(event) {
    const option = event.target.closest("[role='option']:not([aria-disabled='true'])");
    if (event.target !== this.dialog && !option) return;
    if (!(event.ctrlKey || event.metaKey)) this.dialog.close();
    const run = option?.dataset.run;
    if (!run) return;
    if (COMMANDS[run]) COMMANDS[run]();
    else document.querySelector(run)?.click();
  }
}
customElements.define("at-palette", Palette);
