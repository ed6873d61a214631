// Sections stay as one left them, on every client: <at-folds name="profile"> around <details id>.
class Folds extends HTMLElement {
  #name = "";

  connectedCallback() {
    this.#name = `folds ${this.getAttribute("name")}`;
    const kept = this.hasAttribute("data-whole") ? {} : this.#kept();
    for (const fold of this.querySelectorAll("details[id]")) {
      if (fold.id in kept) fold.open = kept[fold.id];
    }
    this.addEventListener("click", this);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this);
  }

  // A click comes before its section opens or closes; keys make one as well.
  handleEvent(event) {
    const fold = event.target.closest("summary")?.parentElement;
    if (!fold?.id || !this.contains(fold)) return;
    localStorage.setItem(this.#name, JSON.stringify({ ...this.#kept(), [fold.id]: !fold.open }));
  }

  #kept() {
    try {
      return JSON.parse(localStorage.getItem(this.#name)) ?? {};
    } catch {
      return {};
    }
  }
}
customElements.define("at-folds", Folds);
