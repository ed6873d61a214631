// A client's story that stays young: while it is looked at, it asks for what happened since, and puts it on top.
import { saying } from "./presence.js";
import { ask, enliven, load } from "./request.js";

const PAUSE = 10000;

class Timeline extends HTMLElement {
  connectedCallback() {
    const { signal } = (this.life = new AbortController());
    if (!this.dataset.news) return;
    this.look();
    this.timer = setInterval(() => document.visibilityState === "visible" && this.look(), PAUSE);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.look(), { signal });
    document.addEventListener("htmx:finally:request", ({ detail }) => detail.ctx.request.method !== "GET" && this.look(), { signal });
  }

  disconnectedCallback() {
    this.life.abort();
    clearInterval(this.timer);
  }

  async look() {
    if (this.looking) return;
    this.looking = true;
    const { news } = this.dataset;
    try {
      const answer = await ask(`${this.dataset.url}?${news}&${saying()}`, this.life.signal);
      // Where the tab was drawn anew meanwhile, it shows the same already.
      if (answer && this.dataset.news === news) this.add(answer);
    } finally {
      this.looking = false;
    }
  }

  add(fragment) {
    this.dataset.news = fragment.querySelector("template[data-news]").dataset.news;
    const line = this.querySelector(".timeline");
    for (const day of [...fragment.querySelectorAll(".day")].reverse()) {
      const there = line.querySelector(`.day[data-day="${day.dataset.day}"] > .items`);
      if (there) there.prepend(...day.querySelector(".items").children);
      else line.prepend(day);
    }
    this.querySelector(":scope > .empty")?.remove();
    enliven(line);
  }
}
customElements.define("at-timeline", Timeline);

// An answer whose change shows in several places of a tab carries HX-Trigger: tab:again
document.addEventListener("tab:again", () => load(location.href, "#client-main", "outerMorph"));
