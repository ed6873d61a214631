// Filters that take effect when they are changed: <form data-autosubmit>. Without script the form has its button.
const WAIT = 250;
const timers = new WeakMap();

function later(form, wait) {
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => form.isConnected && form.requestSubmit(), wait));
}

document.addEventListener("change", ({ target }) => {
  const form = target.closest?.("form[data-autosubmit]");
  if (form && !target.matches("[type='search'], [type='text']")) later(form, 0);
});

document.addEventListener("input", ({ target }) => {
  const form = target.closest?.("form[data-autosubmit]");
  if (form && target.matches("[type='search'], [type='text']")) later(form, WAIT);
});

// What is left empty narrows nothing and stays out of the address.
document.addEventListener("formdata", ({ target, formData }) => {
  if (!target.matches("form[method='get'][data-autosubmit]")) return;
  for (const name of new Set(formData.keys())) {
    const given = formData.getAll(name).filter((value) => value !== "");
    formData.delete(name);
    for (const value of given) formData.append(name, value);
  }
});
