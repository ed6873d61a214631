// <time data-zone data-until>: a time told by another clock says the reader's own beside it.
function told(time) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!here || here === time.dataset.zone || time.dataset.told !== undefined) return;
  time.dataset.told = "";
  const lang = document.documentElement.lang;
  const format = new Intl.DateTimeFormat(lang, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  const words = format.formatRange(new Date(time.dateTime), new Date(time.dataset.until));
  const note = Object.assign(document.createElement("span"), { textContent: `${words} by your clock (${here.replaceAll("_", " ")})` });
  time.after(note);
}

document.querySelectorAll("time[data-zone]").forEach(told);
