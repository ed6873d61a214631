// data-reveals="id" opens and closes what carries data-folded; the focus goes to its first field.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-reveals]");
  if (!button) return;
  const part = document.getElementById(button.dataset.reveals);
  const open = part.toggleAttribute("data-folded") === false;
  button.setAttribute("aria-expanded", String(open));
  if (open) part.querySelector("input:not([type='hidden']), select, textarea")?.focus();
});
