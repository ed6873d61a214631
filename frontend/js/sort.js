// <at-sort data-url>: a list that can be ordered by dragging; its buttons do the same without a mouse.
import htmx from "htmx.org/dist/htmx.esm.js";

class Sort extends HTMLElement {
  async connectedCallback() {
    const { default: Sortable } = await import("sortablejs");
    if (!this.isConnected || this.sortable) return;
    this.sortable = Sortable.create(this.querySelector("ol"), {
      handle: ".word-grip",
      forceFallback: true,
      fallbackTolerance: 3,
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150,
      onChoose: ({ item }) => (item.dataset.drag = "held"),
      onUnchoose: ({ item }) => delete item.dataset.drag,
      onEnd: ({ oldIndex, newIndex }) => oldIndex !== newIndex && this.save(),
    });
    this.dataset.ready = "";
  }

  disconnectedCallback() {
    this.sortable?.destroy();
    this.sortable = null;
  }

  /** Send the whole order; the answer is the list anew, so what others added meanwhile shows too. */
  save() {
    const order = [...this.querySelectorAll("[data-key]")].map((item) => item.dataset.key).join();
    htmx.ajax("POST", this.dataset.url, { values: { order }, target: "#words", swap: "outerMorph", source: this });
  }
}
customElements.define("at-sort", Sort);
