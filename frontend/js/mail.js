// <at-mail> around the composer of e-mails: the button names those it goes to, and what is written keeps itself.
import { csrfToken } from "./request.js";
import { toast } from "./toast.js";

const PAUSE = 1500;
const first = (text) => (text.includes("<") ? text.slice(0, text.indexOf("<")) : text).replaceAll('"', "").trim() || text.replace(/[<>]/g, "").trim();

class Mail extends HTMLElement {
  connectedCallback() {
    const { signal } = (this.life = new AbortController());
    this.form = this.querySelector("form");
    this.addEventListener("input", (event) => this.typed(event), { signal });
    this.addEventListener("change", (event) => this.typed(event), { signal });
    this.form.addEventListener("submit", (event) => this.submit(event), { signal, capture: true });
    window.addEventListener("pagehide", () => this.leave(), { signal });
  }

  disconnectedCallback() {
    this.leave();
    this.life.abort();
  }

  typed({ target }) {
    if (target.name === "to") this.name(target.value);
    if (target.type === "file") return;
    this.changed = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), PAUSE);
  }

  name(line) {
    const all = line.split(/[,;]/).map((one) => one.trim()).filter(Boolean);
    const more = all.length > 1 ? ` + ${all.length - 1}` : "";
    const words = all.length ? `Send to ${first(all[0]).split(/\s/)[0].slice(0, 30)}${more}` : "Send";
    this.querySelector("[data-mail-send] span").textContent = words;
  }

  /** What stands in the fields; files go with the message itself. */
  get values() {
    const values = new FormData(this.form);
    for (const name of ["attach", "keep", "idempotency_key"]) values.delete(name);
    return values;
  }

  post(more = {}) {
    this.changed = false;
    return fetch(this.dataset.jot, { method: "POST", body: this.values, headers: { "X-CSRFToken": csrfToken(), "HX-Request": "true" }, ...more });
  }

  /** One saving at a time, so that each knows the version of the one before. */
  async keep() {
    if (this.saving || !this.changed || this.sent) return;
    this.saving = this.save();
    await this.saving;
    this.saving = null;
    if (this.changed) this.timer = setTimeout(() => this.keep(), PAUSE);
  }

  async save() {
    const told = this.querySelector("[data-mail-kept]");
    try {
      const answer = await this.post();
      if (!answer.ok) throw new Error(answer.status);
      if (answer.status === 204) return;
      const { draft, version, at, apart } = await answer.json();
      this.form.elements.draft.value = draft;
      this.form.elements.version.value = version;
      told.textContent = `Draft kept at ${at}`;
      if (apart) toast("This e-mail was changed elsewhere, too. What stands here is kept as a draft of its own.");
    } catch {
      this.changed = true;
      told.textContent = "Not kept yet";
    }
  }

  /** Nothing leaves while a draft of it is on its way: the answer says which draft it is. */
  async submit(event) {
    clearTimeout(this.timer);
    if (!this.saving) {
      this.sent = event.target === this.form;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    await this.saving;
    this.form.requestSubmit(event.submitter);
  }

  leave() {
    clearTimeout(this.timer);
    if (this.changed && !this.sent) this.post({ keepalive: true }).catch(() => {});
  }
}
customElements.define("at-mail", Mail);
