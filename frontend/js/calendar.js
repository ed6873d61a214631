// <at-calendar data-view data-on data-zone data-new>: draws what its JSON tells where there is room; the list below it says the same.
// A meeting that is dragged is sent by the form inside, like any other change: the page anew tells what became of it.
const WIDE = matchMedia("(width > 860px)");

class CalendarView extends HTMLElement {
  connectedCallback() {
    if (this.life) return;
    this.life = new AbortController();
    WIDE.addEventListener("change", () => this.show(), { signal: this.life.signal });
    this.show();
  }

  disconnectedCallback() {
    this.life?.abort();
    this.drawn?.destroy();
    this.life = this.drawn = null;
  }

  async show() {
    const wanted = WIDE.matches && this.dataset.view !== "list";
    this.toggleAttribute("data-drawn", wanted);
    this.querySelector(".calendar-drawn").hidden = !wanted;
    if (!wanted || this.drawn || this.drawing) return;
    this.drawing = true;
    const { draw } = await import("./widgets/calendar.js");
    this.drawing = false;
    if (this.life) this.drawn = draw(this, this.querySelector(".calendar-drawn"));
  }
}
customElements.define("at-calendar", CalendarView);
