// The editor of <at-richtext>: Tiptap with pictures and mentions, its own style sheet left out because of the policy.
import { Editor } from "@tiptap/core";
import StarterKit from "@tiptap/starter-kit";
import { image, put } from "./picture.js";
import { Mentions, mention } from "./mention.js";
import { resign } from "./signature.js";
import { t } from "../t.js";

const WEB = /^(https?:|mailto:|tel:)/i;
const TOOLS = {
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  list: (chain) => chain.toggleBulletList(),
  numbers: (chain) => chain.toggleOrderedList(),
  quote: (chain) => chain.toggleBlockquote(),
};
const STATES = { bold: "bold", italic: "italic", list: "bulletList", numbers: "orderedList", quote: "blockquote", link: "link" };

/** Words typed into the plain field, as paragraphs. */
const paragraphs = (text) => ({
  type: "doc",
  content: text.split("\n").map((line) => ({ type: "paragraph", content: line ? [{ type: "text", text: line }] : [] })),
});

/** The chosen words become a link; a second press takes it off. */
function link(editor) {
  if (editor.isActive("link")) return void editor.chain().focus().extendMarkRange("link").unsetLink().run();
  const { from, to } = editor.state.selection;
  const chosen = editor.state.doc.textBetween(from, to).trim();
  const given = /^(https?:\/\/|www\.)\S+$/i.test(chosen) ? chosen : prompt(t("Link to"), "https://") || "";
  if (!given || given === "https://") return undefined;
  const href = WEB.test(given) ? given : `https://${given}`;
  const marks = [{ type: "link", attrs: { href } }];
  if (chosen) editor.chain().focus().setLink({ href }).run();
  else editor.chain().focus().insertContent({ type: "text", text: given, marks }).run();
  return undefined;
}

/** The editor in the place of the host's plain field, with `html`, or else with the plain words that were typed. */
export function edit(host, typed, html) {
  const { plain, tools } = host;
  const named = plain.labels?.[0]?.textContent ?? t("Text");
  const mentions = host.dataset.people ? new Mentions(host) : null;
  const attributes = { id: `${plain.id}-rich`, class: "rich", role: "textbox", "aria-multiline": "true", "aria-label": named, dir: "auto", "data-placeholder": plain.placeholder };
  for (const name of ["aria-invalid", "aria-describedby"]) if (plain.hasAttribute(name)) attributes[name] = plain.getAttribute(name);
  const editor = new Editor({
    element: host,
    injectCSS: false,
    content: html ?? paragraphs(typed),
    extensions: [
      StarterKit.configure({ heading: { levels: [2, 3] }, link: { openOnClick: false, autolink: true, protocols: ["http", "https", "mailto", "tel"] } }),
      image,
      mention,
    ],
    editorProps: {
      attributes,
      handleKeyDown: (view, event) => key(event),
      handlePaste: (view, event) => files(event.clipboardData),
      handleDrop: (view, event) => files(event.dataTransfer),
      handleDOMEvents: { blur: () => mentions?.close() },
    },
    onUpdate: changed,
    onSelectionUpdate: mark,
    onTransaction: mark,
    onDestroy: () => mentions?.close(),
  });
  editor.view.dom.before(plain);
  if (mentions) mentions.editor = editor;
  editor.run = run;
  editor.resign = (was, now) => resign(editor, was, now);
  changed();

  function changed() {
    const text = editor.getText({ blockSeparator: "\n" });
    const empty = editor.isEmpty;
    editor.view.dom.toggleAttribute("data-empty", empty);
    host.keep(empty ? "" : editor.getHTML(), text);
    mentions?.suggest();
  }

  function mark() {
    if (!tools) return;
    for (const [tool, name] of Object.entries(STATES)) tools.querySelector(`[data-rich="${tool}"]`)?.setAttribute("aria-pressed", String(editor.isActive(name)));
  }

  function run(tool) {
    if (tool === "link") link(editor);
    else if (tool === "mention") editor.chain().focus().insertContent("@").run();
    else if (tool === "image") choose();
    else TOOLS[tool](editor.chain().focus()).run();
  }

  /** Ctrl Enter sends the form and Ctrl K makes a link; while the list of people is open its keys are its own. */
  function key(event) {
    const control = event.ctrlKey || event.metaKey;
    if (!control && mentions?.key(event)) return true;
    if (control && event.key === "Enter") {
      event.preventDefault();
      host.form.requestSubmit();
      event.stopPropagation();
      return true;
    }
    if (control && event.key.toLowerCase() === "k") {
      event.preventDefault();
      event.stopPropagation();
      link(editor);
      return true;
    }
    return false;
  }

  function files(data) {
    const found = [...(data?.files ?? [])].filter((file) => file.type.startsWith("image/"));
    if (!found.length || !host.dataset.images) return false;
    for (const file of found) put(host, editor, file);
    return true;
  }

  function choose() {
    const input = Object.assign(document.createElement("input"), { type: "file", accept: "image/png,image/jpeg,image/gif,image/webp" });
    input.addEventListener("change", () => put(host, editor, input.files[0]));
    input.click();
  }

  return editor;
}
