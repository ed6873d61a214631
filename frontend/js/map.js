// <at-map>: what stands in a list with data-at="latitude,longitude" shown on a map beside it. The list is whole without it.
class MapBeside extends HTMLElement {
  async connectedCallback() {
    const { signal } = (this.life = new AbortController());
    const { draw } = await import("./widgets/map.js");
    if (!signal.aborted) this.drawn = await draw(this, signal);
  }

  disconnectedCallback() {
    this.life.abort();
  }
}
customElements.define("at-map", MapBeside);
