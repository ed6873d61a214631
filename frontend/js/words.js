// data-takes-words asks with the words that are selected in the same entry: a task is named after them.
let chosen = "";

// Opening a menu may drop the selection, so it is remembered while it stands.
document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  const item = selection.anchorNode?.parentElement?.closest(".item");
  if (item && !selection.isCollapsed) chosen = { item, words: selection.toString().trim() };
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-takes-words]");
  if (!button) return;
  const item = button.closest(".item");
  if (chosen && chosen.item === item) button.dataset.hxVals = JSON.stringify({ words: chosen.words.slice(0, 300) });
  else delete button.dataset.hxVals;
  chosen = "";
}, { capture: true });
