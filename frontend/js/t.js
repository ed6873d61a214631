// What scripts say, in the language of the page: t("{count} selected", { count }). English stands in the source.
const link = document.querySelector("link[data-words]");
let catalog = { words: {}, forms: "" };
if (link) {
  try {
    catalog = await (await fetch(link.href)).json();
  } catch {
    // Without its words a page still works, in English.
  }
}

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (mark, name) => values[name] ?? mark);

export const t = (text, values = {}) => filled(catalog.words[text] ?? text, values);

/** The form of a counted sentence for `values.count`; the catalog tells the form of 0 to 199, of which larger numbers repeat the last hundred. */
export function nt(one, many, values) {
  const { count } = values;
  const forms = catalog.words[one];
  if (!Array.isArray(forms)) return filled(count === 1 ? one : many, values);
  const form = catalog.forms[count < 200 ? count : 100 + (count % 100)];
  return filled(forms[form] ?? many, values);
}
