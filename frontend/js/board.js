// <at-board data-move data-query data-movable>: cards are moved by mouse and touch (the library comes when the board is seen)
// and by keyboard: Space on a card's grip picks it up, the arrows carry it, Space puts it down, Escape puts it back.
import { post } from "./request.js";

class Board extends HTMLElement {
  connectedCallback() {
    if (this.life) return;
    const { signal } = (this.life = new AbortController());
    this.addEventListener("keydown", (event) => this.key(event), { signal });
    this.addEventListener("focusout", (event) => this.left(event), { signal });
    this.addEventListener("htmx:after:settle", () => this.enliven(), { signal });
    this.enliven();
  }

  disconnectedCallback() {
    this.life?.abort();
    this.dragging?.destroy();
    this.life = this.dragging = null;
  }

  /** Show the grips, and let every column take cards; also what came since. */
  async enliven() {
    if (!("movable" in this.dataset)) return;
    for (const grip of this.querySelectorAll(".board-grip[hidden]")) grip.hidden = false;
    this.loading ??= import("./widgets/board.js");
    const { drag } = await this.loading;
    if (!this.life || this.dragging) return;
    this.dragging = drag(this);
    this.dataset.ready = "";
  }

  say(words) {
    this.querySelector("[data-board-says]").textContent = words;
  }

  name(card) {
    return card.querySelector(".board-title").textContent.trim();
  }

  cards(list) {
    return [...list.querySelectorAll(":scope > .board-card")];
  }

  /** The columns that the card may go to: those of its lane. */
  lists(card) {
    const { lane } = card.parentElement.dataset;
    return [...this.querySelectorAll(".board-cards")].filter((list) => list.dataset.lane === lane);
  }

  key(event) {
    const grip = event.target.closest(".board-grip");
    if (!grip || event.altKey || event.ctrlKey || event.metaKey) return;
    const card = grip.closest(".board-card");
    const held = this.held?.card === card;
    if (event.key === " " || (event.key === "Enter" && held)) held ? this.drop() : this.take(card);
    else if (event.key === "Escape" && held) this.putBack();
    else if (held && event.key.startsWith("Arrow")) this.carry(event.key.slice(5));
    else if (event.key.startsWith("Arrow")) this.walk(card, event.key.slice(5));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  take(card) {
    this.held = { card, list: card.parentElement, before: card.nextElementSibling };
    card.dataset.held = "";
    this.say(`Picked up ${this.name(card)}. ${this.place(card)}`);
  }

  place(card) {
    const list = card.parentElement;
    const cards = this.cards(list);
    return `Place ${cards.indexOf(card) + 1} of ${cards.length} in ${list.dataset.name}.`;
  }

  carry(way) {
    const { card } = this.held;
    const cards = this.cards(card.parentElement);
    const here = cards.indexOf(card);
    if (way === "Up" && here > 0) cards[here - 1].before(card);
    if (way === "Down" && here < cards.length - 1) cards[here + 1].after(card);
    if (["Left", "Right"].includes(way)) this.aside(card, way, here);
    this.carried = true;
    card.querySelector(".board-grip").focus();
    this.carried = false;
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.say(this.place(card));
  }

  /** Into the next column, as far down as it stood. */
  aside(card, way, here) {
    const lists = this.lists(card);
    const step = (way === "Right") === (getComputedStyle(this).direction === "ltr") ? 1 : -1;
    const next = lists[lists.indexOf(card.parentElement) + step];
    if (!next) return;
    const at = this.cards(next)[here];
    if (at) at.before(card);
    else next.insertBefore(card, next.querySelector("[data-fixed]"));
  }

  walk(card, way) {
    const lists = this.lists(card);
    const cards = this.cards(card.parentElement);
    const here = cards.indexOf(card);
    let next = { Up: cards[here - 1], Down: cards[here + 1] }[way];
    if (["Left", "Right"].includes(way)) {
      const step = (way === "Right") === (getComputedStyle(this).direction === "ltr") ? 1 : -1;
      const from = lists.indexOf(card.parentElement);
      const rest = step > 0 ? lists.slice(from + 1) : lists.slice(0, from).reverse();
      const list = rest.find((each) => this.cards(each).length);
      next = list && (this.cards(list)[here] ?? this.cards(list).at(-1));
    }
    next?.querySelector(".board-grip").focus();
  }

  drop() {
    const { card, list, before } = this.held;
    this.release();
    this.say(`Put down ${this.name(card)}. ${this.place(card)}`);
    if (card.parentElement !== list || card.nextElementSibling !== before) this.send(card, list, before);
  }

  putBack() {
    const { card, list, before } = this.held;
    list.insertBefore(card, before);
    this.carried = true;
    card.querySelector(".board-grip").focus();
    this.carried = false;
    this.release();
    this.say(`Put ${this.name(card)} back. ${this.place(card)}`);
  }

  release() {
    delete this.held.card.dataset.held;
    this.held = null;
  }

  /** Who leaves a card that is picked up puts it back. */
  left({ relatedTarget }) {
    if (!this.held || this.carried || this.held.card.contains(relatedTarget) || !document.hasFocus()) return;
    const { card, list, before } = this.held;
    list.insertBefore(card, before);
    this.release();
    this.say(`Put ${this.name(card)} back.`);
  }

  /** Tell the server below which card it stands now; where it says no, the card goes back. */
  async send(card, list, before) {
    const above = card.previousElementSibling;
    const values = { column: card.parentElement.dataset.column };
    if (above?.dataset.number) values.after = above.dataset.number;
    const query = this.dataset.query ? `?${this.dataset.query}` : "";
    let failed = false;
    const note = () => (failed = true);
    for (const name of ["htmx:response:error", "htmx:error"]) card.addEventListener(name, note);
    await post(`${this.dataset.move}${card.dataset.number}/move/${query}`, values, card);
    for (const name of ["htmx:response:error", "htmx:error"]) card.removeEventListener(name, note);
    if (!failed) return;
    list.insertBefore(card, before?.parentElement === list ? before : null);
    this.say(`${this.name(card)} could not be moved and stands where it was.`);
  }
}
customElements.define("at-board", Board);
