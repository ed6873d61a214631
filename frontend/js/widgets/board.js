// Moving cards. By mouse and touch: a short press picks one up under a finger, so that the board can still be scrolled.
// By keyboard: Space on a card's grip picks it up, the arrows carry it, Space puts it down, Escape puts it back.
import Sortable from "sortablejs";
import { t } from "../t.js";

const STILL = matchMedia("(prefers-reduced-motion: reduce)");

export class Board {
  constructor(host, signal, post) {
    Object.assign(this, { host, post, lists: new Map(), held: null });
    this.crosses = "crosses" in host.dataset; // a card may go to another lane, and so to its manager
    const on = (name, handler) => host.addEventListener(name, handler, { signal });
    on("keydown", (event) => this.key(event));
    on("focusout", (event) => this.left(event));
    on("htmx:after:settle", () => this.enliven());
    on("dragstart", (event) => event.preventDefault()); // else the link in a card is dragged instead of it
    signal.addEventListener("abort", () => this.lists.forEach((each) => each.destroy()));
    this.enliven();
    host.dataset.ready = "";
  }

  /** Show the grips, and let every column take cards; also what came since. */
  enliven() {
    for (const grip of this.host.querySelectorAll(".board-grip[hidden]")) grip.hidden = false;
    for (const list of this.host.querySelectorAll(".board-cards")) if (!this.lists.has(list)) this.lists.set(list, this.open(list));
  }

  open(list) {
    return Sortable.create(list, {
      group: this.crosses ? "lanes" : `lane-${list.dataset.lane ?? ""}`,
      draggable: ".board-card",
      delay: 180,
      delayOnTouchOnly: true,
      touchStartThreshold: 6,
      forceFallback: true,
      fallbackOnBody: true,
      fallbackTolerance: 4,
      animation: STILL.matches ? 0 : 160,
      ghostClass: "board-ghost",
      fallbackClass: "board-drag",
      bubbleScroll: true,
      scrollSensitivity: 60,
      onStart: ({ item }) => {
        this.before = item.nextElementSibling;
        this.host.dataset.dragging = ""; // columns that snap would not scroll beneath a card
      },
      onMove: ({ to }) => this.aim(to),
      onEnd: ({ item, from, to, oldIndex, newIndex }) => {
        this.aim(null);
        delete this.host.dataset.dragging;
        if (from !== to || oldIndex !== newIndex) this.send(item, from, this.before);
      },
    });
  }

  aim(list) {
    for (const each of this.host.querySelectorAll("[data-aimed]")) delete each.dataset.aimed;
    if (list) list.dataset.aimed = "";
  }

  say(words) {
    this.host.querySelector("[data-board-says]").textContent = words;
  }

  name(card) {
    return card.querySelector(".board-title").textContent.trim();
  }

  cards(list) {
    return [...list.querySelectorAll(":scope > .board-card")];
  }

  /** The columns that the card may go to: those of its lane. */
  columns(card) {
    const { lane } = card.parentElement.dataset;
    return [...this.host.querySelectorAll(".board-cards")].filter((list) => list.dataset.lane === lane);
  }

  step(way) {
    return (way === "Right") === (getComputedStyle(this.host).direction === "ltr") ? 1 : -1;
  }

  key(event) {
    const grip = event.target.closest(".board-grip");
    if (!grip || event.altKey || event.ctrlKey || event.metaKey) return;
    const card = grip.closest(".board-card");
    const held = this.held?.card === card;
    const way = event.key.startsWith("Arrow") && event.key.slice(5);
    if (event.key === " " || event.key === "Enter") held ? this.drop() : this.take(card);
    else if (event.key === "Escape" && held) this.putBack();
    else if (way) held ? this.carry(way) : this.walk(card, way);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  take(card) {
    this.held = { card, list: card.parentElement, before: card.nextElementSibling };
    card.dataset.held = "";
    this.say(t("Picked up {name}. {place}", { name: this.name(card), place: this.place(card) }));
  }

  place(card) {
    const list = card.parentElement;
    const cards = this.cards(list);
    const where = this.crosses ? list.getAttribute("aria-label") : list.dataset.name;
    return t("Place {number} of {count} in {where}.", { number: cards.indexOf(card) + 1, count: cards.length, where });
  }

  carry(way) {
    const { card } = this.held;
    const cards = this.cards(card.parentElement);
    const here = cards.indexOf(card);
    if (way === "Up" && here > 0) this.shift(card, () => cards[here - 1].before(card));
    else if (way === "Down" && here < cards.length - 1) this.shift(card, () => cards[here + 1].after(card));
    else if (way === "Up" || way === "Down") this.across(card, way);
    if (way === "Left" || way === "Right") this.aside(card, way, here);
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.say(this.place(card));
  }

  /** Into the same column of the lane above or below, where cards go from lane to lane. */
  across(card, way) {
    if (!this.crosses) return;
    const { column } = card.parentElement.dataset;
    const lists = [...this.host.querySelectorAll(`.board-cards[data-column="${column}"]`)];
    const next = lists[lists.indexOf(card.parentElement) + (way === "Down" ? 1 : -1)];
    if (!next) return;
    const at = way === "Down" ? (this.cards(next)[0] ?? next.querySelector("[data-fixed]")) : next.querySelector("[data-fixed]");
    this.shift(card, () => next.insertBefore(card, at));
  }

  /** Into the next column, as far down as it stood. */
  aside(card, way, here) {
    const columns = this.columns(card);
    const next = columns[columns.indexOf(card.parentElement) + this.step(way)];
    if (!next) return;
    const at = this.cards(next)[here] ?? next.querySelector("[data-fixed]");
    this.shift(card, () => next.insertBefore(card, at));
  }

  /** The focus stays on the card that is taken out and put in again. */
  shift(card, how) {
    this.shifting = true;
    how();
    card.querySelector(".board-grip").focus();
    this.shifting = false;
  }

  walk(card, way) {
    const cards = this.cards(card.parentElement);
    const here = cards.indexOf(card);
    let next = { Up: cards[here - 1], Down: cards[here + 1] }[way];
    if (way === "Left" || way === "Right") {
      const columns = this.columns(card);
      const from = columns.indexOf(card.parentElement);
      const rest = this.step(way) > 0 ? columns.slice(from + 1) : columns.slice(0, from).reverse();
      const list = rest.find((each) => this.cards(each).length);
      next = list && (this.cards(list)[here] ?? this.cards(list).at(-1));
    }
    next?.querySelector(".board-grip").focus();
  }

  drop() {
    const { card, list, before } = this.held;
    this.release();
    this.say(t("Put down {name}. {place}", { name: this.name(card), place: this.place(card) }));
    if (card.parentElement !== list || card.nextElementSibling !== before) this.send(card, list, before);
  }

  putBack() {
    const { card, list, before } = this.held;
    this.shift(card, () => list.insertBefore(card, before));
    this.release();
    this.say(t("Put {name} back. {place}", { name: this.name(card), place: this.place(card) }));
  }

  release() {
    delete this.held.card.dataset.held;
    this.held = null;
  }

  /** Who leaves a card that is picked up puts it back. */
  left({ relatedTarget }) {
    if (!this.held || this.shifting || this.held.card.contains(relatedTarget) || !document.hasFocus()) return;
    const { card, list, before } = this.held;
    list.insertBefore(card, before);
    this.release();
    this.say(t("Put {name} back.", { name: this.name(card) }));
  }

  count(lane, by) {
    const shown = this.host.querySelector(`[data-lane-count="${lane}"]`);
    shown.textContent = Number(shown.textContent) + by;
  }

  /** Tell the server below which card it stands now; where it says no, the card goes back. */
  async send(card, list, before) {
    const { move, query } = this.host.dataset;
    const values = { column: card.parentElement.dataset.column };
    const above = card.previousElementSibling?.dataset.number;
    if (above) values.after = above;
    const { lane } = card.parentElement.dataset;
    const crossed = this.crosses && lane !== list.dataset.lane;
    if (crossed) values.manager = lane;
    let failed = false;
    const life = new AbortController();
    for (const name of ["htmx:response:error", "htmx:error"]) {
      this.host.addEventListener(name, () => (failed = true), { signal: life.signal });
    }
    await this.post(`${move}${card.dataset.number}/move/${query ? `?${query}` : ""}`, values, card);
    life.abort();
    if (!failed && crossed) [[list.dataset.lane, -1], [lane, 1]].forEach(([key, by]) => this.count(key, by));
    if (!failed) return;
    list.insertBefore(card, before?.parentElement === list ? before : null);
    this.say(t("{name} could not be moved and stands where it was.", { name: this.name(card) }));
  }
}
