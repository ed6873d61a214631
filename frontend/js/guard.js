// A form with data-guard asks before what was typed into it is thrown away.
document.addEventListener("input", ({ target }) => {
  const form = target.closest?.("form[data-guard]");
  if (form) form.dataset.dirty = "";
});

document.addEventListener("submit", ({ target }) => {
  delete target.dataset.dirty;
});

document.addEventListener("reset", ({ target }) => {
  delete target.dataset.dirty;
});

addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-guard][data-dirty]")) event.preventDefault();
});

document.addEventListener("cancel", (event) => {
  const dirty = event.target.querySelector?.("form[data-guard][data-dirty]");
  if (dirty && !confirm("Throw away what you typed?")) event.preventDefault();
}, true);
