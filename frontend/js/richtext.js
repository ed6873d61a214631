// Formatted text over a plain field: bold, italic, lists, quotes, links and @mentions. Without script the field stays plain.
const KEPT = { P: "p", DIV: "p", B: "b", STRONG: "b", I: "i", EM: "i", S: "s", U: "u", A: "a", UL: "ul", OL: "ol", LI: "li", BLOCKQUOTE: "blockquote", CODE: "code", PRE: "pre", H1: "h2", H2: "h2", H3: "h3", BR: "br" };
const WEB = /^(https?:|mailto:|tel:)/i;
const COMMANDS = { bold: ["bold"], italic: ["italic"], list: ["insertUnorderedList"], quote: ["formatBlock", "blockquote"] };

/** What is kept of pasted markup: text formatting and web links. */
function cleaned(node, into) {
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) into.append(child.data);
    else if (child.nodeType === Node.ELEMENT_NODE && !child.matches("script, style, template, title")) {
      const name = KEPT[child.tagName];
      const copy = name ? document.createElement(name) : into;
      if (name === "a" && WEB.test(child.getAttribute("href") ?? "")) copy.href = child.href;
      if (name) into.append(copy);
      cleaned(child, copy);
    }
  }
  return into;
}

class RichText extends HTMLElement {
  connectedCallback() {
    if (this.field) return;
    this.plain = this.querySelector("textarea");
    this.form = this.closest("form");
    this.field = this.made();
    this.sent = Object.assign(document.createElement("input"), { type: "hidden", name: "html" });
    this.plain.hidden = true;
    this.plain.before(this.field, this.sent);
    this.people = [...(this.form.querySelector("datalist") ?? document.getElementById("note-people"))?.options ?? []].map((option) => option.value);
    this.tools = this.form.querySelector(".rich-tools");
    if (this.tools) this.tools.hidden = false;
    document.execCommand("defaultParagraphSeparator", false, "p");
    this.listen();
    if (this.dataset.sent !== undefined) this.forget();
    this.fill(this.dataset.html || this.kept || "");
    if (this.dataset.focus !== undefined || this.plain.autofocus) this.focus();
  }

  disconnectedCallback() {
    this.life?.abort();
    this.popup?.remove();
  }

  made() {
    const field = document.createElement("div");
    field.className = "rich";
    field.id = `${this.plain.id}-rich`;
    field.contentEditable = "true";
    field.setAttribute("role", "textbox");
    field.setAttribute("aria-multiline", "true");
    field.setAttribute("aria-label", this.querySelector("label")?.textContent ?? "Text");
    field.dir = "auto";
    field.dataset.placeholder = this.plain.placeholder;
    for (const name of ["aria-invalid", "aria-describedby"]) if (this.plain.hasAttribute(name)) field.setAttribute(name, this.plain.getAttribute(name));
    return field;
  }

  listen() {
    const { signal } = (this.life = new AbortController());
    this.field.addEventListener("input", () => this.changed(), { signal });
    this.field.addEventListener("paste", (event) => this.paste(event), { signal });
    this.field.addEventListener("drop", (event) => event.preventDefault(), { signal });
    this.field.addEventListener("keydown", (event) => this.key(event), { signal });
    this.field.addEventListener("blur", () => this.close(), { signal });
    this.tools?.addEventListener("pointerdown", (event) => event.preventDefault(), { signal });
    this.tools?.addEventListener("click", (event) => this.press(event), { signal });
    document.addEventListener("selectionchange", () => this.mark(), { signal });
  }

  focus() {
    this.field.focus();
    const range = document.createRange();
    range.selectNodeContents(this.field);
    range.collapse(false);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }

  fill(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    this.field.replaceChildren(...cleaned(page.body, document.createElement("div")).childNodes);
    this.changed();
  }

  changed() {
    const empty = !this.field.textContent.trim();
    this.field.toggleAttribute("data-empty", empty && !this.field.querySelector("li, blockquote"));
    this.sent.value = empty ? "" : this.field.innerHTML;
    this.plain.value = this.field.innerText;
    if (this.dataset.draft) {
      if (empty) sessionStorage.removeItem(this.dataset.draft);
      else sessionStorage.setItem(this.dataset.draft, this.sent.value);
    }
    this.suggest();
  }

  get kept() {
    return this.dataset.draft ? sessionStorage.getItem(this.dataset.draft) : "";
  }

  forget() {
    sessionStorage.removeItem(this.dataset.draft);
  }

  paste(event) {
    event.preventDefault();
    const html = event.clipboardData.getData("text/html");
    const text = event.clipboardData.getData("text/plain");
    if (!html) return void document.execCommand("insertText", false, text);
    const page = new DOMParser().parseFromString(html, "text/html");
    document.execCommand("insertHTML", false, cleaned(page.body, document.createElement("div")).innerHTML);
  }

  press(event) {
    const tool = event.target.closest("[data-rich]");
    if (!tool) return;
    if (!this.field.contains(getSelection().anchorNode)) this.focus();
    this.run(tool.dataset.rich);
  }

  run(tool) {
    if (tool === "link") this.link();
    else if (tool === "mention") document.execCommand("insertText", false, "@");
    else if (tool === "quote" && this.around("blockquote")) document.execCommand("formatBlock", false, "p");
    else document.execCommand(COMMANDS[tool][0], false, COMMANDS[tool][1]);
    this.mark();
  }

  around(name) {
    const { anchorNode } = getSelection();
    const found = anchorNode && (anchorNode.parentElement?.closest(name) ?? (anchorNode.closest?.(name)));
    return found && this.field.contains(found) ? found : null;
  }

  /** The chosen words become a link; a chosen address links to itself; a second press takes the link off. */
  link() {
    if (this.around("a")) return void document.execCommand("unlink");
    const chosen = getSelection().toString().trim();
    const guess = /^(https?:\/\/|www\.)\S+$/i.test(chosen) ? chosen : "";
    const given = guess || prompt("Link to", "https://") || "";
    if (!given || given === "https://") return undefined;
    const url = WEB.test(given) ? given : `https://${given}`;
    if (chosen) document.execCommand("createLink", false, url);
    else {
      const link = Object.assign(document.createElement("a"), { href: url, textContent: given });
      document.execCommand("insertHTML", false, link.outerHTML);
    }
    return undefined;
  }

  mark() {
    if (!this.tools || !this.field.contains(getSelection().anchorNode)) return;
    const on = { bold: document.queryCommandState("bold"), italic: document.queryCommandState("italic"), list: this.around("ul, ol"), quote: this.around("blockquote"), link: this.around("a") };
    for (const [name, pressed] of Object.entries(on)) this.tools.querySelector(`[data-rich="${name}"]`)?.setAttribute("aria-pressed", String(Boolean(pressed)));
  }

  key(event) {
    if (this.popup && ["ArrowDown", "ArrowUp", "Enter", "Tab", "Escape"].includes(event.key) && !event.ctrlKey) return this.choose(event);
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      event.stopPropagation();
      this.link();
    }
    return undefined;
  }

  /** The letters after an @ before the cursor, or null. */
  get asked() {
    const { anchorNode, anchorOffset, isCollapsed } = getSelection();
    if (!isCollapsed || anchorNode?.nodeType !== Node.TEXT_NODE || !this.field.contains(anchorNode)) return null;
    const found = /(?:^|[\s(])@([\p{L}\p{M}'’-]*(?: [\p{L}\p{M}'’-]*)?)$/u.exec(anchorNode.data.slice(0, anchorOffset).replaceAll("\u00a0", " "));
    return found ? found[1] : null;
  }

  suggest() {
    const { asked } = this;
    const fits = asked === null ? [] : this.people.filter((name) => name.toLowerCase().split(" ").some((_, at, words) => words.slice(at).join(" ").startsWith(asked.toLowerCase()))).slice(0, 6);
    if (!fits.length || fits.includes(asked)) return this.close();
    this.popup ??= this.opened();
    this.popup.replaceChildren(...fits.map((name, at) => {
      const option = Object.assign(document.createElement("div"), { textContent: name, id: `${this.field.id}-${at}` });
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", String(at === 0));
      return option;
    }));
    this.field.setAttribute("aria-activedescendant", `${this.field.id}-0`);
    return undefined;
  }

  opened() {
    const popup = Object.assign(document.createElement("div"), { className: "combobox-list mentions", id: `${this.field.id}-people` });
    popup.setAttribute("role", "listbox");
    popup.setAttribute("aria-label", "Members");
    this.field.setAttribute("aria-controls", popup.id);
    popup.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role='option']");
      if (option) this.mention(option.textContent);
    });
    this.append(popup);
    return popup;
  }

  close() {
    this.popup?.remove();
    this.popup = null;
    this.field.removeAttribute("aria-activedescendant");
    this.field.removeAttribute("aria-controls");
  }

  choose(event) {
    event.preventDefault();
    event.stopPropagation();
    const all = [...this.popup.children];
    const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "Escape") return this.close();
    if (event.key === "Enter" || event.key === "Tab") return this.mention(all[at].textContent);
    const next = all.at((at + (event.key === "ArrowDown" ? 1 : -1)) % all.length);
    for (const option of all) option.setAttribute("aria-selected", String(option === next));
    this.field.setAttribute("aria-activedescendant", next.id);
    return undefined;
  }

  mention(name) {
    const { anchorNode, anchorOffset } = getSelection();
    const range = document.createRange();
    range.setStart(anchorNode, anchorOffset - this.asked.length);
    range.setEnd(anchorNode, anchorOffset);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    document.execCommand("insertText", false, `${name} `);
    this.close();
  }
}
customElements.define("at-richtext", RichText);
