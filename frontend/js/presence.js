// Who else looks at this client, and which field they edit: asked on every tab, drawn in the header.
import { ask, csrfToken } from "./request.js";
import { t } from "./t.js";

const PAUSE = 10000;

/** What this tab says of itself: that it is here, and the field that stands open. */
export function saying() {
  const open = document.querySelector(".detail.is-editing[id], dialog[open] form[action]");
  const label = open?.querySelector(".detail-label label, label")?.textContent.trim() ?? "";
  const title = open?.closest("dialog")?.querySelector("h2")?.textContent.trim();
  return new URLSearchParams({ here: "1", editing: title ?? label }).toString();
}

/** The page's own presence. A story on the page asks with its poll; on other tabs this asks by itself. */
class Here extends HTMLElement {
  people = [];

  connectedCallback() {
    const { signal } = (this.life = new AbortController());
    const on = (event, handler) => document.addEventListener(event, handler, { signal });
    on("client:here", ({ detail }) => this.draw((this.people = detail)));
    on("visibilitychange", () => this.look());
    on("htmx:finally:request", () => {
      this.draw(this.people);
      this.look();
    });
    addEventListener("pagehide", () => this.leave(), { signal });
    this.timer = setInterval(() => this.look(), PAUSE);
    this.look();
  }

  disconnectedCallback() {
    this.life.abort();
    clearInterval(this.timer);
    this.leave();
  }

  async look() {
    if (this.looking || document.visibilityState !== "visible" || document.querySelector("at-timeline[data-news]")) return;
    this.looking = true;
    await ask(`${this.dataset.url}?${saying()}`, this.life.signal);
    this.looking = false;
  }

  /** Say that this tab leaves; the page may be gone before an answer comes. */
  leave() {
    const form = new FormData();
    form.set("csrfmiddlewaretoken", csrfToken());
    navigator.sendBeacon(this.dataset.leave, form);
  }

  draw(people) {
    const place = document.getElementById("client-here");
    const words = ({ name, field }) => (field ? t("{name} is editing {field}", { name, field }) : t("{name} is here", { name }));
    if (place && (place.dataset.shown ?? "[]") !== JSON.stringify(people)) {
      place.dataset.shown = JSON.stringify(people);
      const said = Object.assign(document.createElement("span"), { className: people.length === 1 ? "dim" : "sr", textContent: people.map(words).join(", ") });
      place.replaceChildren(
        ...people.map((person) => {
          const mark = Object.assign(document.createElement("span"), { className: "avatar", textContent: person.initials, title: words(person) });
          Object.assign(mark.dataset, { hue: person.hue, size: "xs", shape: "round" });
          mark.ariaHidden = "true";
          return mark;
        }),
        ...(people.length ? [said] : []),
      );
    }
    for (const label of document.querySelectorAll(".detail-label")) {
      const name = label.querySelector("label")?.textContent.trim() ?? label.firstElementChild?.nextSibling?.textContent.trim();
      const editor = people.find(({ field }) => field && field === name);
      if (editor) label.dataset.editedBy = t("{name} is editing", { name: editor.name });
      else delete label.dataset.editedBy;
    }
  }
}
customElements.define("at-here", Here);
