// <at-relations>: the map of relations can be moved, zoomed and walked; the list beside it as well. Both are whole without it.
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STEP = 1.4;

class Relations extends HTMLElement {
  async connectedCallback() {
    const { signal } = (this.life = new AbortController());
    this.svg = this.querySelector("svg");
    this.nodes = [...this.svg.querySelectorAll("[data-number]")];
    this.items = [...this.querySelectorAll("[role='treeitem']")];
    this.addEventListener("keydown", (event) => this.key(event), { signal });
    this.addEventListener("focusin", (event) => this.focused(event.target.closest("[data-number]")), { signal });
    this.addEventListener("click", (event) => this.press(event.target.closest("[data-zoom]")), { signal });
    for (const group of [this.nodes, this.items]) this.rove(group, group.find((one) => this.isMe(one)) ?? group[0]);
    const [selection, zooming] = await Promise.all([import("d3-selection"), import("d3-zoom")]);
    if (!signal.aborted) this.enliven(selection, zooming);
  }

  disconnectedCallback() {
    this.life.abort();
    this.surface?.on(".zoom", null);
  }

  enliven({ select }, { zoom, zoomIdentity }) {
    const view = this.svg.querySelector("[data-view]");
    this.surface = select(this.svg);
    this.identity = zoomIdentity;
    this.zoom = zoom()
      .scaleExtent([0.2, 8])
      .on("zoom", ({ transform }) => view.setAttribute("transform", transform));
    this.surface.call(this.zoom);
    for (const part of this.querySelectorAll(".relmap-tools, .relmap-help")) part.hidden = false;
    this.dataset.ready = "";
    this.natural();
  }

  /** Letters at the size they have elsewhere, the client of the page in the middle; small maps show whole. */
  natural() {
    const { width, height } = this.svg.viewBox.baseVal;
    const shown = Math.min(this.svg.clientWidth / width, this.svg.clientHeight / height);
    if (!shown) return;
    const me = this.nodes.find((one) => this.isMe(one));
    const whole = this.identity.translate(width / 2, height / 2).scale(1 / Math.max(shown, 1)).translate(-width / 2, -height / 2);
    this.zoom.transform(this.surface, shown < 0.8 ? this.identity.scale(0.95 / shown) : whole);
    if (shown < 0.8) this.zoom.translateTo(this.surface, ...this.middle(me));
  }

  isMe(one) {
    return one.classList.contains("is-me") || one.hasAttribute("aria-current");
  }

  middle(node) {
    const { x, y, width, height } = node.querySelector("rect").getBBox();
    return [x + width / 2, y + height / 2];
  }

  rove(group, chosen) {
    for (const one of group) one.setAttribute("tabindex", one === chosen ? "0" : "-1");
  }

  focused(one) {
    if (!one) return;
    const inMap = this.nodes.includes(one);
    this.rove(inMap ? this.nodes : this.items, one);
    for (const other of [...this.nodes, ...this.items]) other.toggleAttribute("data-lit", other !== one && other.dataset.number === one.dataset.number);
    if (inMap && this.zoom && !this.sees(one)) this.zoom.translateTo(this.surface, ...this.middle(one));
  }

  sees(node) {
    const [box, area] = [node.getBoundingClientRect(), this.svg.getBoundingClientRect()];
    return box.left >= area.left && box.right <= area.right && box.top >= area.top && box.bottom <= area.bottom;
  }

  press(button) {
    if (!button || !this.zoom) return;
    if (button.dataset.zoom === "fit") this.zoom.transform(this.surface, this.identity);
    else this.zoom.scaleBy(this.surface, button.dataset.zoom === "in" ? STEP : 1 / STEP);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const zoom = { "+": "in", "=": "in", "-": "out", 0: "fit" }[event.key];
    const node = event.target.closest("[data-number]");
    if (zoom && event.target.closest(".relmap-area")) this.press(this.querySelector(`[data-zoom="${zoom}"]`));
    else if (node && this.nodes.includes(node) && event.key in DIRECTIONS) this.beside(node, DIRECTIONS[event.key])?.focus();
    else if (node && this.items.includes(node)) return this.walk(event, node);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Who lies in this direction: along a line where there is one, else the nearest. */
  beside(node, [dx, dy]) {
    const [x, y] = this.middle(node);
    const tied = new Set();
    for (const line of this.svg.querySelectorAll("[data-from]")) {
      const ends = [line.dataset.from, line.dataset.to];
      if (ends.includes(node.dataset.number)) ends.forEach((end) => tied.add(end));
    }
    const far = (other) => {
      const [ox, oy] = this.middle(other);
      const [along, across] = dx ? [(ox - x) * dx, Math.abs(oy - y)] : [(oy - y) * dy, Math.abs(ox - x)];
      return along > 1 ? along + across * 2 : Infinity;
    };
    const there = this.nodes.filter((other) => other !== node && far(other) < Infinity).sort((one, other) => far(one) - far(other));
    return there.find((other) => tied.has(other.dataset.number)) ?? there[0];
  }

  walk(event, item) {
    const seen = this.items.filter((one) => one.checkVisibility());
    const at = seen.indexOf(item);
    const open = item.getAttribute("aria-expanded");
    const above = () => item.closest("ul").closest("li")?.querySelector("[role='treeitem']");
    const to = { ArrowDown: seen[at + 1], ArrowUp: seen[at - 1], Home: seen[0], End: seen.at(-1) };
    if (event.key === "ArrowRight" && open === "false") item.setAttribute("aria-expanded", "true");
    else if (event.key === "ArrowRight" && open) seen[at + 1]?.focus();
    else if (event.key === "ArrowLeft" && open === "true") item.setAttribute("aria-expanded", "false");
    else if (event.key === "ArrowLeft") above()?.focus();
    else if (event.key in to) to[event.key]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
customElements.define("at-relations", Relations);
