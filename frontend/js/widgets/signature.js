// The signature of an e-mail in the editor: found where it stands as it was, above what is quoted, and replaced.
import { createNodeFromContent } from "@tiptap/core";

const blocks = (html, { schema }) => {
  const found = [];
  if (html) createNodeFromContent(html, schema, { slice: false }).content.forEach((node) => found.push(node));
  return found;
};

/** Which block begins what is quoted or forwarded. */
function quoted(all) {
  const at = all.findIndex(
    ({ type, textContent }, place) =>
      type.name === "paragraph" && (textContent.startsWith("Forwarded message") || (/^On .* wrote:$/.test(textContent) && all[place + 1]?.type.name === "blockquote")),
  );
  return at < 0 ? all.length : at;
}

/** Put `now` in the place of `was`; whether it was there. The cursor and what was written stay. */
export function resign(editor, was, now) {
  const all = [];
  editor.state.doc.forEach((node) => all.push(node));
  const [old, next] = [blocks(was, editor), blocks(now, editor)];
  const end = quoted(all);
  let from = end - old.length;
  while (from >= 0 && !old.every((node, place) => node.eq(all[from + place]))) from -= 1;
  if (from < 0) return false;
  const at = (place) => all.slice(0, place).reduce((sum, node) => sum + node.nodeSize, 0);
  editor.view.dispatch(editor.state.tr.replaceWith(at(from), at(from + old.length), next));
  return true;
}
