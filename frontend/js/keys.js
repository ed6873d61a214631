// One key for one thing. An element says which: data-key="n", or data-key="g j" for g and then j.
// data-key-focus="#id" names what gets the focus after it; data-key-label puts it on the map behind "?".
const TYPING = "input:not([type='checkbox'], [type='radio'], [type='button'], [type='submit']), textarea, select, [contenteditable='true'], [role='menu'], [role='listbox']";
const PREFIX_WAIT = 1200;
let prefix = "";
let timer;

const scope = () => document.querySelector("dialog:modal") ?? document;
const visible = (element) => element.checkVisibility({ visibilityProperty: true });
const rowOf = (element) => element?.closest?.("[data-roving] > *") ?? null;

function find(key) {
  const selector = `[data-key="${CSS.escape(key)}"]`;
  const here = rowOf(document.activeElement)?.querySelector(selector);
  return here ?? [...scope().querySelectorAll(selector)].find(visible);
}

function act(element) {
  if (element.matches(TYPING)) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
  if (element.dataset.keyFocus) document.querySelector(element.dataset.keyFocus)?.focus();
}

function focusRow(row) {
  const own = row.parentElement.dataset.roving === "self";
  const target = own ? row : (row.querySelector("th a, a[href], button, summary") ?? row);
  if (target === row) row.tabIndex = -1;
  target.focus();
  row.scrollIntoView({ block: "nearest" });
}

function rove(step) {
  const row = rowOf(document.activeElement);
  const zone = row?.closest(".pane, dialog, main") ?? scope().querySelector(".pane-main") ?? scope();
  const rows = [...zone.querySelectorAll("[data-roving] > *")].filter(visible);
  if (!rows.length) return false;
  const at = rows.indexOf(row);
  focusRow(rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + step))]);
  return true;
}

function pick() {
  const box = rowOf(document.activeElement)?.querySelector("[name='selected']");
  box?.click();
  return Boolean(box);
}

export function openKeys() {
  const dialog = document.getElementById("keys");
  if (!dialog || dialog.open) return false;
  const here = dialog.querySelector("[data-keys-here]");
  const list = here.querySelector("dl");
  list.replaceChildren(...[...document.querySelectorAll("[data-key-label]")].map((element) => {
    const line = document.createElement("div");
    const keys = document.createElement("dt");
    keys.append(...element.dataset.key.split(" ").map((key) => Object.assign(document.createElement("kbd"), { textContent: key.toUpperCase() })));
    line.append(keys, Object.assign(document.createElement("dd"), { textContent: element.dataset.keyLabel }));
    return line;
  }));
  here.hidden = !list.childElementCount;
  dialog.showModal();
  return true;
}

function openPalette() {
  return document.dispatchEvent(new Event("palette:open"));
}

const OURS = { j: () => rove(1), k: () => rove(-1), x: pick, "?": openKeys, "/": openPalette };

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.closest?.("form");
    if (form) event.preventDefault();
    form?.requestSubmit();
    return;
  }
  if (document.documentElement.dataset.keys === "off" || event.defaultPrevented) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPING)) return;
  if (event.key === "Enter" && event.target.parentElement?.dataset.roving === "self") {
    event.target.querySelector("summary, a[href], button")?.click();
    return;
  }
  if (event.key.length !== 1) return;
  const key = event.key.toLowerCase();
  const whole = prefix ? `${prefix} ${key}` : key;
  const element = find(whole);
  clearTimeout(timer);
  prefix = !element && key === "g" && !prefix ? "g" : "";
  if (prefix) timer = setTimeout(() => (prefix = ""), PREFIX_WAIT);
  if (element) act(element);
  if (element || prefix || (whole === key && OURS[key]?.())) event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-keys-open]")) openKeys();
});
