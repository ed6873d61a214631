// <at-richtext> around a plain field: the editor comes with the first focus, what was typed until then goes over into it.
// data-html is the text to begin with, data-draft the name under which it is kept, data-images and data-people where to ask.
import { csrfToken } from "./request.js";
import { toast } from "./toast.js";
import { t } from "./t.js";

class RichText extends HTMLElement {
  connectedCallback() {
    if (this.life) return;
    const { signal } = (this.life = new AbortController());
    this.plain = this.querySelector("textarea");
    this.form = this.closest("form");
    this.tools = this.form.querySelector(".rich-tools");
    if (this.tools) this.tools.inert = false;
    if (this.dataset.sent !== undefined) sessionStorage.removeItem(this.dataset.draft);
    this.plain.addEventListener("focus", () => this.open(true), { signal });
    this.tools?.addEventListener("pointerdown", (event) => event.preventDefault(), { signal });
    this.tools?.addEventListener("click", (event) => this.press(event), { signal });
    this.tools?.addEventListener("keydown", (event) => this.walk(event), { signal });
    this.form.addEventListener("submit", (event) => this.wait(event), { signal, capture: true });
    if (["note-form", "mail-form"].includes(this.form.id)) document.addEventListener("click", (event) => this.begin(event), { signal });
    if (this.dataset.html || this.draft) this.open(this.dataset.focus !== undefined);
    else if (this.dataset.focus !== undefined) this.plain.focus();
  }

  disconnectedCallback() {
    this.life?.abort();
    this.editor?.destroy();
  }

  // What the editor needs of the page: it imports nothing of it, so that the first view stays one file.
  get token() {
    return csrfToken();
  }

  say(text) {
    toast(text, { tone: "bad" });
  }

  get draft() {
    return (this.dataset.draft && sessionStorage.getItem(this.dataset.draft)) || "";
  }

  /** Load the editor and put it in the place of the plain field, with the focus where it was. */
  open(focus) {
    this.opening ??= (async () => {
      const before = this.plain.value;
      const { edit } = await import("./widgets/editor.js");
      if (!this.isConnected) return null;
      const typed = this.plain.value === before && (this.dataset.html || this.draft) ? null : this.plain.value;
      const focused = document.activeElement === this.plain;
      this.sent = Object.assign(document.createElement("input"), { type: "hidden", name: "html" });
      this.plain.before(this.sent);
      this.editor = edit(this, typed ?? "", typed === null ? this.dataset.html || this.draft : null);
      // At once, not in the next frame as the editor's own command would: a key pressed meanwhile must not be lost.
      if (focus || focused || this.plain.autofocus) {
        this.editor.commands.setTextSelection(this.editor.state.doc.content.size);
        this.editor.view.focus();
      }
      this.plain.hidden = true;
      return this.editor;
    })();
    return this.opening;
  }

  /** What is sent and kept: nothing at all where nothing stands. */
  keep(html, text) {
    this.sent.value = html;
    this.plain.value = text;
    if (!this.dataset.draft) return;
    if (html) sessionStorage.setItem(this.dataset.draft, html);
    else sessionStorage.removeItem(this.dataset.draft);
  }

  /** Another signature in the place of the one that stands there; whether it could be found. */
  async resign(was, now) {
    const editor = await this.opening;
    if (editor) return editor.resign(was.html, now.html);
    const at = was.text ? this.plain.value.lastIndexOf(was.text) : this.plain.value.length;
    if (at < 0) return false;
    const after = this.plain.value.slice(at + was.text.length);
    this.plain.value = `${this.plain.value.slice(0, at)}${was.text ? "" : "\n\n"}${now.text}${after}`;
    return true;
  }

  async press(event) {
    const tool = event.target.closest("[data-rich]");
    if (!tool) return;
    const editor = await this.open(true);
    editor?.run(tool.dataset.rich);
  }

  /** One stop of the Tab key for all tools; the arrows walk among them. */
  walk(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const all = [...this.tools.querySelectorAll("button")];
    const next = all.at((all.indexOf(document.activeElement) + step) % all.length);
    for (const tool of all) tool.tabIndex = tool === next ? 0 : -1;
    next.focus();
    event.preventDefault();
  }

  /** A note is not sent while a picture of it is on its way. */
  wait(event) {
    if (!this.uploads) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.say(t("The picture is still on its way. Try again in a moment."));
  }

  /** A template that was chosen: its text goes in where one writes. */
  async begin(event) {
    const button = event.target.closest?.("[data-fill]");
    if (!button) return;
    const { innerHTML } = document.getElementById(button.dataset.fill);
    const kind = this.form.querySelector("[name='note_kind']");
    if (kind && button.dataset.fillKind !== "general") kind.value = button.dataset.fillKind;
    const subject = this.form.querySelector("[name='subject']");
    if (subject && !subject.value) subject.value = button.dataset.fillSubject ?? "";
    const editor = await this.open(true);
    editor?.chain().focus().insertContent(innerHTML).run();
    this.plain.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
customElements.define("at-richtext", RichText);
