// <at-mail> around the composer of e-mails: the button names those it goes to, the signature follows the sender, files come
// and go, and what is written keeps itself.
import { csrfToken, load } from "./request.js";
import { toast } from "./toast.js";
import { t } from "./t.js";

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
    if (target.type === "file") return void (target.files.length && this.enclose(target));
    if (target.name === "mailbox") this.sign(target.value);
    this.changed = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), PAUSE);
  }

  name(line) {
    const all = line.split(/[,;]/).map((one) => one.trim()).filter(Boolean);
    const more = all.length > 1 ? ` + ${all.length - 1}` : "";
    const words = all.length ? t("Send to {name}", { name: `${first(all[0]).split(/\s/)[0].slice(0, 30)}${more}` }) : t("Send");
    this.querySelector("[data-mail-send] span").textContent = words;
  }

  /** Another sender signs by their own name; a signature that was edited stays. */
  async sign(sender) {
    const known = JSON.parse(document.getElementById("mail-signatures").textContent);
    const { signed } = this.form.elements;
    const was = known[signed.value] ?? { html: "", text: "" };
    signed.value = (await this.querySelector("at-richtext").resign(was, known[sender])) ? sender : signed.value;
  }

  /** What stands in the fields; files go by themselves. */
  get values() {
    const values = new FormData(this.form);
    for (const name of ["attach", "keep", "idempotency_key"]) values.delete(name);
    return values;
  }

  post(more = {}, { to = this.dataset.jot, body = this.values } = {}) {
    this.changed = false;
    return fetch(to, { method: "POST", body, headers: { "X-CSRFToken": csrfToken(), "HX-Request": "true" }, ...more });
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
    this.strip.inert = true;
    try {
      const answer = await this.post();
      if (!answer.ok) throw new Error(answer.status);
      if (answer.status === 204) return;
      const { at, apart, files } = await answer.json();
      this.show(files);
      told.textContent = t("Draft kept at {at}", { at });
      if (apart) toast(t("This e-mail was changed elsewhere, too. What stands here is kept as a draft of its own."));
    } catch {
      this.changed = true;
      told.textContent = t("Not kept yet");
    } finally {
      this.strip.inert = false;
    }
  }

  get strip() {
    return this.querySelector("#mail-files");
  }

  /** The files as the draft has them, which says its key and version, too. */
  show(html) {
    const { body } = new DOMParser().parseFromString(html, "text/html");
    this.strip.replaceWith(body.firstElementChild);
    this.form.elements.draft.value = this.strip.dataset.draft;
    this.form.elements.version.value = this.strip.dataset.version;
  }

  /** Files that were chosen, or a button of the strip: the draft is kept with them, and the strip drawn anew. */
  async enclose(by) {
    while (this.saving) await this.saving;
    clearTimeout(this.timer);
    this.saving = this.send(by);
    await this.saving;
    this.saving = null;
    if (this.changed) this.keep();
  }

  async send(by) {
    const body = this.values;
    for (const file of by.files ?? []) body.append("attach", file);
    if (by.name !== "attach") body.append(by.name, by.value);
    this.strip.inert = true;
    try {
      const answer = await this.post({}, { to: this.dataset.files, body });
      if (!answer.ok) return void toast((await answer.json()).detail, { tone: "bad" });
      this.show(await answer.text());
      if (by.name === "choose") load(this.strip.dataset.choose, "#dialogs", "beforeend");
      else this.querySelector("#mail-files button, [data-reveals='mail-attach']")?.focus();
    } catch {
      this.changed = true;
      toast(t("The files did not get through. Try again."), { tone: "bad" });
    } finally {
      if (by.files) by.value = "";
      this.strip.inert = false;
    }
  }

  /** Nothing leaves while a draft of it is on its way: the answer says which draft it is. */
  async submit(event) {
    clearTimeout(this.timer);
    if (event.submitter?.formAction.endsWith(this.dataset.files)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return void this.enclose(event.submitter);
    }
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
