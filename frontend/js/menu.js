// Menus and small panels are popovers; the browser opens and closes them, this moves the focus inside.
const items = (menu) => [...menu.querySelectorAll("[role^='menuitem']")].filter((item) => item.checkVisibility());
const canAnchor = CSS.supports("position-area", "block-end");

/** Where the browser cannot tie a popover to its button, put it there by hand. */
function place(pop) {
  const button = document.querySelector(`[popovertarget="${CSS.escape(pop.id)}"]`);
  if (canAnchor || !button || pop.matches(".side, .toasts")) return;
  const box = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = pop;
  const below = box.bottom + height < innerHeight;
  Object.assign(pop.style, {
    left: `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`,
    top: `${below ? box.bottom : Math.max(8, box.top - height - 12)}px`,
  });
}

document.addEventListener("toggle", ({ target, newState }) => {
  if (!(target instanceof HTMLElement) || !target.hasAttribute("popover") || newState !== "open") return;
  place(target);
  if (target.matches("[role='menu']")) items(target)[0]?.focus();
}, true);

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("[role='menu']");
  if (!menu) return;
  const all = items(menu);
  const at = all.indexOf(document.activeElement);
  const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 };
  if (event.key in steps) {
    event.preventDefault();
    all.at(steps[event.key] % all.length)?.focus();
  } else if (event.key === "Tab") {
    menu.hidePopover();
  } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
    const wanted = (item) => item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase());
    (all.slice(at + 1).find(wanted) ?? all.find(wanted))?.focus();
  }
});

// After the item's own listeners, so that what it starts still finds it in place.
document.addEventListener("click", (event) => {
  const item = event.target.closest?.("[role^='menuitem'], [data-pop-close]");
  if (item) item.closest("[popover]")?.hidePopover();
});
