// <at-sms> around the composer of SMS: counts while one types, says what makes it long, names those it goes to.
import { counted, plainer } from "./sms-count.js";
import { nt, t } from "./t.js";

class Sms extends HTMLElement {
  connectedCallback() {
    const { signal } = (this.life = new AbortController());
    this.addEventListener("input", () => this.tell(), { signal });
    this.addEventListener("change", () => this.tell(), { signal });
    this.addEventListener("click", (event) => event.target.closest("[data-sms-plainer]") && this.simplify(), { signal });
    document.addEventListener("click", (event) => this.begin(event), { signal });
    this.tell();
  }

  disconnectedCallback() {
    this.life.abort();
  }

  get table() {
    return JSON.parse(document.getElementById("sms-table").textContent);
  }

  get text() {
    return this.querySelector("textarea");
  }

  tell() {
    if (!this.text) return;
    const found = counted(this.text.value, this.table);
    const chosen = [...this.querySelectorAll("[name=to]:checked")].map((box) => box.dataset.name);
    const size = { segments: found.segments || 1, left: found.left };
    const over = [...this.text.value].length - this.table.longest;
    this.querySelector(".sms-count").textContent = over > 0 ? t("{count} too long", { count: over }) : chosen.length > 1 ? t("{segments} SMS to each of {count}, {left} left", { ...size, count: chosen.length }) : t("{segments} SMS, {left} left", size);
    this.querySelector("[data-sms-long]").hidden = !found.forcing.length;
    this.querySelector("[data-sms-signs]").textContent = found.forcing.slice(0, 12).join(" ");
    this.querySelector("[data-sms-why]").textContent = nt("makes each SMS hold 70 signs instead of 160.", "make each SMS hold 70 signs instead of 160.", { count: found.forcing.length });
    this.querySelector("[data-sms-plainer]").hidden = !found.forcing.some((sign) => sign in this.table.plainer);
    const more = chosen.length > 1 ? ` + ${chosen.length - 1}` : "";
    this.querySelector("[data-sms-send] span").textContent = chosen.length ? t("Send to {name}", { name: `${chosen[0].split(/\s/)[0].slice(0, 30)}${more}` }) : t("Send");
  }

  /** A template that was chosen: its words go in where one writes. */
  begin(event) {
    const button = event.target.closest?.("[data-sms-fill]");
    if (!button) return;
    const { text } = this;
    text.setRangeText(button.dataset.smsFill, text.selectionStart, text.selectionEnd, "end");
    text.focus();
    this.tell();
  }

  simplify() {
    this.text.value = plainer(this.text.value, this.table);
    this.text.focus();
    this.tell();
  }
}
customElements.define("at-sms", Sms);
