// Who else looks at this client, and which field they edit: told by the poll of the story, drawn here.
import { csrfToken } from "./request.js";

/** What this tab says of itself with the poll: that it is here, and the field that stands open. */
export function saying() {
  const open = document.querySelector(".detail.is-editing[id], dialog[open] form[action]");
  const label = open?.querySelector(".detail-label label, label")?.textContent.trim() ?? "";
  const title = open?.closest("dialog")?.querySelector("h2")?.textContent.trim();
  return new URLSearchParams({ here: "1", editing: title ?? label }).toString();
}

/** Say that this tab leaves; the page may be gone before an answer comes. */
export function leave(url) {
  const form = new FormData();
  form.set("csrfmiddlewaretoken", csrfToken());
  navigator.sendBeacon(url, form);
}

document.addEventListener("client:here", ({ detail: people }) => {
  const place = document.getElementById("client-here");
  if (!place) return;
  const words = ({ name, field }) => (field ? `${name} is editing ${field}` : `${name} is here`);
  if (place.dataset.shown !== JSON.stringify(people)) {
    place.dataset.shown = JSON.stringify(people);
    place.replaceChildren(
      ...people.map((person) => {
        const mark = Object.assign(document.createElement("span"), { className: "avatar", textContent: person.initials, title: words(person) });
        Object.assign(mark.dataset, { hue: person.hue, size: "xs", shape: "round" });
        mark.ariaHidden = "true";
        return mark;
      }),
      Object.assign(document.createElement("span"), { className: people.length === 1 ? "dim" : "sr", textContent: people.map(words).join(", ") }),
    );
  }
  for (const label of document.querySelectorAll(".detail-label")) {
    const name = label.querySelector("label")?.textContent.trim() ?? label.firstElementChild?.nextSibling?.textContent.trim();
    const editor = people.find(({ field }) => field && field === name);
    if (editor) label.dataset.editedBy = `${editor.name} is editing`;
    else delete label.dataset.editedBy;
  }
});
