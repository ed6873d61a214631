// @mentions in the editor: typing @ offers the members; those who would not be told are named as such.
import { Node } from "@tiptap/core";
import { t } from "../t.js";

const SHOWN = 8;
const ASKED = /(?:^|[\s(])@([\p{L}\p{M}'’-]*(?: [\p{L}\p{M}'’-]*)?)$/u;

export const mention = Node.create({
  name: "mention",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({
    key: { default: null, parseHTML: (span) => span.dataset.mention, renderHTML: ({ key }) => ({ "data-mention": key }) },
    name: { default: "", parseHTML: (span) => span.textContent.replace(/^@/, ""), renderHTML: () => ({}) },
  }),
  parseHTML: () => [{ tag: "span[data-mention]" }],
  renderHTML: ({ node, HTMLAttributes }) => ["span", HTMLAttributes, `@${node.attrs.name}`],
  renderText: ({ node }) => `@${node.attrs.name}`,
});

/** The list of members under the text; made once for each editor. */
export class Mentions {
  constructor(host) {
    this.host = host;
  }

  /** The letters after an @ before the cursor, or null. */
  get asked() {
    const { $from, empty } = this.editor.state.selection;
    if (!empty) return null;
    const found = ASKED.exec($from.parent.textBetween(0, $from.parentOffset, " ", "￼"));
    return found ? found[1] : null;
  }

  async suggest() {
    if (!this.editor || this.asked === null) return this.close();
    this.people ??= fetch(this.host.dataset.people).then((answer) => (answer.ok ? answer.json() : { people: [] })).then((told) => told.people);
    const people = await this.people;
    const { asked } = this;
    if (asked === null || this.editor.isDestroyed) return this.close();
    const begins = ({ name }) => name.toLowerCase().split(" ").some((_, at, words) => words.slice(at).join(" ").startsWith(asked.toLowerCase()));
    this.fits = people.filter(begins).slice(0, SHOWN);
    if (!this.fits.length) return this.close();
    this.popup ??= this.opened();
    this.popup.replaceChildren(...this.fits.map((person, at) => this.option(person, at)));
    this.editor.view.dom.setAttribute("aria-activedescendant", this.popup.firstChild.id);
    return undefined;
  }

  option({ name, title, told }, at) {
    const option = Object.assign(document.createElement("div"), { id: `${this.popup.id}-${at}` });
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", String(at === 0));
    const words = Object.assign(document.createElement("small"), { textContent: told ? title : "Cannot see this client, is not told" });
    option.append(Object.assign(document.createElement("span"), { textContent: name }), words);
    option.toggleAttribute("data-untold", !told);
    return option;
  }

  opened() {
    const { dom } = this.editor.view;
    const popup = Object.assign(document.createElement("div"), { className: "combobox-list mentions", id: `${dom.id}-people` });
    popup.setAttribute("role", "listbox");
    popup.setAttribute("aria-label", t("Members"));
    dom.setAttribute("aria-controls", popup.id);
    dom.setAttribute("aria-expanded", "true");
    popup.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const at = [...popup.children].indexOf(event.target.closest("[role='option']"));
      if (at >= 0) this.put(this.fits[at]);
    });
    this.host.append(popup);
    return popup;
  }

  close() {
    this.popup?.remove();
    this.popup = null;
    for (const name of ["aria-activedescendant", "aria-controls", "aria-expanded"]) this.editor?.view?.dom?.removeAttribute(name);
  }

  /** Whether the key belonged to the list. */
  key(event) {
    if (!this.popup || !["ArrowDown", "ArrowUp", "Enter", "Tab", "Escape"].includes(event.key)) return false;
    event.preventDefault();
    event.stopPropagation();
    const all = [...this.popup.children];
    const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" || event.key === "Tab") this.put(this.fits[at]);
    else this.pick(all, all.at((at + (event.key === "ArrowDown" ? 1 : -1)) % all.length));
    return true;
  }

  pick(all, next) {
    for (const option of all) option.setAttribute("aria-selected", String(option === next));
    this.editor.view.dom.setAttribute("aria-activedescendant", next.id);
    next.scrollIntoView({ block: "nearest" });
  }

  put({ key, name }) {
    const { from } = this.editor.state.selection;
    const range = { from: from - this.asked.length - 1, to: from };
    this.editor.chain().focus().insertContentAt(range, [{ type: "mention", attrs: { key, name } }, { type: "text", text: " " }]).run();
    this.close();
  }
}
