// <time data-zone data-until>: a time told by another clock says the reader's own beside it.
import { t } from "./t.js";
function told(time) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!here || here === time.dataset.zone || time.dataset.told !== undefined) return;
  time.dataset.told = "";
  const shown = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
  const words = (timeZone) => new Intl.DateTimeFormat(document.documentElement.lang, { ...shown, timeZone }).formatRange(new Date(time.dateTime), new Date(time.dataset.until));
  if (words(here) === words(time.dataset.zone)) return;
  const note = Object.assign(document.createElement("span"), { textContent: t("{time} by your clock ({zone})", { time: words(here), zone: here.replaceAll("_", " ") }) });
  time.parentElement.append(note);
}

document.querySelectorAll("time[data-zone]").forEach(told);
