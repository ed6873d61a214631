// A row of tabs that is wider than its place: the current one is in sight, and a menu of all is offered.
class Tabs extends HTMLElement {
  #size = new ResizeObserver(() => this.#look());
  #current = new MutationObserver(() => this.#look());

  connectedCallback() {
    this.#size.observe(this);
    this.#current.observe(this, { subtree: true, childList: true, attributeFilter: ["aria-current"] });
  }

  disconnectedCallback() {
    this.#size.disconnect();
    this.#current.disconnect();
  }

  #look() {
    const row = this.firstElementChild;
    if (!row) return;
    this.toggleAttribute("data-more", row.scrollWidth > this.clientWidth + 1);
    const tab = row.querySelector("[aria-current]")?.parentElement;
    if (!tab) return;
    const place = tab.getBoundingClientRect();
    const seen = row.getBoundingClientRect();
    if (place.left < seen.left || place.right > seen.right) {
      row.scrollLeft += place.left - seen.left - (seen.width - place.width) / 2;
    }
  }
}
customElements.define("at-tabs", Tabs);
