// A combobox with data-picks presses that button as soon as something was chosen: search, Enter, search on.
document.addEventListener("change", (event) => {
  const box = event.target;
  if (!(box instanceof Element) || !box.matches("at-combobox[data-picks]") || !event.detail?.value) return;
  document.querySelector(box.dataset.picks)?.click();
});
