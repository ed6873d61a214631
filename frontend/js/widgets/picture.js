// Pictures in the editor: sent to the server when they are put in, each with a field for its description below it.
import { Node } from "@tiptap/core";
import { t } from "../t.js";

const LARGEST = 10 * 1024 * 1024;

export const image = Node.create({
  name: "image",
  group: "inline",
  inline: true,
  draggable: true,
  addAttributes: () => ({ src: { default: null }, alt: { default: "" } }),
  parseHTML: () => [{ tag: "img[src]", getAttrs: (img) => (/^\/[^/]/.test(img.getAttribute("src")) ? null : false) }],
  renderHTML: ({ HTMLAttributes }) => ["img", HTMLAttributes],
  renderText: ({ node }) => `[${node.attrs.alt}]`,
  addNodeView: () => view,
});

function view({ node, getPos, editor }) {
  const dom = Object.assign(document.createElement("span"), { className: "rich-picture" });
  const img = Object.assign(document.createElement("img"), { src: node.attrs.src, alt: node.attrs.alt });
  const words = Object.assign(document.createElement("input"), { type: "text", className: "input", value: node.attrs.alt, maxLength: 300, placeholder: t("Describe the picture") });
  words.setAttribute("aria-label", t("Description of the picture"));
  words.addEventListener("input", () => {
    editor.view.dispatch(editor.state.tr.setNodeAttribute(getPos(), "alt", words.value));
  });
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    editor.commands.focus(getPos() + 1);
  });
  dom.append(img, words);
  return {
    dom,
    update: (now) => {
      if (now.type.name !== "image" || now.attrs.src !== node.attrs.src) return false;
      img.alt = now.attrs.alt;
      return true;
    },
    stopEvent: (event) => event.target === words,
    ignoreMutation: () => true,
  };
}

/** Put it where the cursor stands; whoever keeps a draft is told as if it had been typed. */
function show(host, editor, src) {
  editor.chain().focus().insertContent({ type: "image", attrs: { src, alt: "" } }).run();
  host.plain.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Send the file and put the picture where the cursor stands; what it is, the server reads from its content. */
export async function put(host, editor, file) {
  if (file.size > LARGEST) return void host.say(t("This picture is larger than 10 MB. Make it smaller."));
  const body = new FormData();
  body.append("file", file);
  host.uploads = (host.uploads ?? 0) + 1;
  host.toggleAttribute("data-uploading", true);
  try {
    const answer = await fetch(host.dataset.images, { method: "POST", body, headers: { "X-CSRFToken": host.token, Accept: "application/json" } });
    const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
    if (answer.ok) show(host, editor, told.src);
    else host.say(told.detail ?? t("The picture could not be added."));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    host.say(t("The picture did not get through. Try again."));
  } finally {
    host.uploads -= 1;
    host.toggleAttribute("data-uploading", host.uploads > 0);
  }
  return undefined;
}
