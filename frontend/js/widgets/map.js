// The map itself: Web Mercator in an SVG, over the outline of the world that comes from here, or over tiles where the operator
// set a server of such. Pins are links, those that fall together one button; all of it works by keyboard and by finger.
import { select } from "d3-selection";
import { zoom, zoomIdentity } from "d3-zoom";
import { nt } from "../t.js";

const SVG = "http://www.w3.org/2000/svg";
const TILE = 256;
const NEAR = 26;
const AROUND_EARTH = 40_075_016.686;
const [DEEPEST, DEEPEST_TILES] = [14, 19];
const PAN = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

function make(name, attributes = {}, ...inside) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...inside);
  return element;
}

function mercator(latitude, longitude, size) {
  const held = Math.max(-85.0511, Math.min(85.0511, latitude));
  const y = Math.log(Math.tan(Math.PI / 4 + (held * Math.PI) / 360));
  return [((longitude + 180) / 360) * size, (0.5 - y / (2 * Math.PI)) * size];
}

const latitudeOf = (y, size) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / size))) * 180) / Math.PI;

class Drawing {
  constructor(host, world, signal) {
    Object.assign(this, { host, world, signal, tiles: host.dataset.tiles ?? "" });
    this.list = document.querySelector(host.dataset.of);
    this.places = [...this.list.querySelectorAll("[data-at]")].map((item) => this.place(item));
    this.view = make("g", { class: "map-view" });
    this.pins = make("g");
    this.svg = make("svg", { class: "map-svg", role: "group", "aria-label": host.dataset.label, tabindex: 0 }, this.view, this.pins);
    host.querySelector(".map-area").prepend(this.svg);
    if (!this.tiles) this.view.append(make("path", { class: "map-land", d: world.land }), make("path", { class: "map-borders", d: world.borders }));
  }

  place(item) {
    const [latitude, longitude] = item.dataset.at.split(",").map(Number);
    const link = item.querySelector("a[href]");
    return { item, at: mercator(latitude, longitude, this.world.size), name: item.dataset.name, href: item.dataset.href ?? link?.href, mark: item.dataset.mark, tone: item.dataset.tone };
  }

  begin() {
    const deepest = this.tiles ? DEEPEST_TILES : DEEPEST;
    this.zoom = zoom()
      .scaleExtent([this.scaleOf(0), this.scaleOf(deepest)])
      .extent(() => [[0, 0], [this.svg.clientWidth, this.svg.clientHeight]])
      .translateExtent([[0, 0], [this.world.size, this.world.size]])
      .on("zoom", ({ transform }) => this.moved(transform));
    this.surface = select(this.svg).call(this.zoom);
    const on = (target, event, act) => target.addEventListener(event, act, { signal: this.signal });
    on(this.host, "click", (event) => this.press(event.target.closest("[data-zoom]")));
    on(this.svg, "keydown", (event) => this.key(event));
    for (const event of ["focusin", "pointerover"]) {
      on(this.list, event, ({ target }) => this.light(target.closest("[data-at]")));
      on(this.svg, event, ({ target }) => this.light(target.closest("[data-pin]")?.place?.item));
    }
    const resized = new ResizeObserver(() => this.fit());
    resized.observe(this.svg);
    this.signal.addEventListener("abort", () => resized.disconnect());
    for (const part of this.host.querySelectorAll(".map-tools, .map-scale")) part.hidden = false;
    this.host.dataset.ready = "";
  }

  scaleOf(level) {
    return (TILE * 2 ** level) / this.world.size;
  }

  /** All pins with some room around, no nearer than streets; where there are none, the world. */
  fit() {
    const { clientWidth: width, clientHeight: height } = this.svg;
    if (!width || !height) return;
    const points = this.places.length ? this.places.map(({ at }) => at) : [[0, this.world.size * 0.2], [this.world.size, this.world.size * 0.7]];
    const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const room = Math.min(width, height) * 0.18;
    const whole = Math.min((width - 2 * room) / (right - left || 1e-9), (height - 2 * room) / (bottom - top || 1e-9));
    const k = Math.max(this.scaleOf(0), Math.min(whole, this.scaleOf(this.tiles ? 15 : 12)));
    const [x, y] = [width / 2 - (k * (left + right)) / 2, height / 2 - (k * (top + bottom)) / 2];
    this.zoom.transform(this.surface, zoomIdentity.translate(x, y).scale(k));
  }

  moved({ x, y, k }) {
    this.at = { x, y, k };
    this.view.setAttribute("transform", `translate(${x} ${y}) scale(${k})`);
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.redraw();
    });
  }

  redraw() {
    if (this.tiles) this.cover();
    this.pin();
    this.scale();
  }

  cover() {
    const { x, y, k } = this.at;
    const level = Math.max(0, Math.min(DEEPEST_TILES, Math.round(Math.log2((k * this.world.size) / TILE))));
    const [side, most] = [this.world.size / 2 ** level, 2 ** level - 1];
    const span = (from, length) => [Math.max(0, Math.floor(-from / k / side)), Math.min(most, Math.floor((length - from) / k / side))];
    const [[left, right], [top, bottom]] = [span(x, this.svg.clientWidth), span(y, this.svg.clientHeight)];
    const wanted = new Set();
    for (let column = left; column <= right; column += 1) for (let row = top; row <= bottom; row += 1) wanted.add(`${level}/${column}/${row}`);
    for (const old of [...this.view.children]) if (!wanted.delete(old.dataset.tile)) old.remove();
    for (const tile of wanted) {
      const [z, column, row] = tile.split("/");
      const href = this.tiles.replace("{z}", z).replace("{x}", column).replace("{y}", row);
      this.view.append(make("image", { href, "data-tile": tile, x: column * side, y: row * side, width: side, height: side }));
    }
  }

  /** Pins that would cover each other are one, which says how many there are and shows them when it is pressed. */
  pin() {
    const { x, y, k } = this.at;
    const heaps = [];
    for (const place of this.places) {
      const here = [place.at[0] * k + x, place.at[1] * k + y];
      const heap = heaps.find(({ at }) => Math.hypot(at[0] - here[0], at[1] - here[1]) < NEAR);
      if (heap) heap.places.push(place);
      else heaps.push({ at: here, places: [place] });
    }
    const held = document.activeElement?.closest?.("[data-pin]")?.dataset.pin;
    this.pins.replaceChildren(...heaps.map((heap) => this.drawn(heap)));
    if (held) (this.pins.querySelector(`[data-pin="${held}"]`) ?? this.svg).focus({ preventScroll: true });
  }

  drawn({ at, places }) {
    const [first] = places;
    const one = places.length === 1;
    const words = one ? first.name : nt("{count} place: {names}", "{count} places: {names}", { count: places.length, names: places.slice(0, 5).map(({ name }) => name).join("; ") });
    const attributes = one ? { href: first.href } : { role: "button", tabindex: 0, "data-heap": "" };
    const pin = make(one ? "a" : "g", { class: "map-pin", "data-pin": first.mark, "aria-label": words, transform: `translate(${at[0]} ${at[1]})`, ...attributes }, make("title", {}, words), make("circle", { r: one ? 12 : 15 }), make("text", { y: 4 }, one ? first.mark : `${places.length}×`));
    if (one && first.tone) pin.dataset.tone = first.tone;
    pin.place = first;
    if (!one) {
      pin.addEventListener("click", () => this.open(places));
      pin.addEventListener("keydown", (event) => (event.key === "Enter" || event.key === " ") && this.open(places, event));
    }
    return pin;
  }

  /** Nearer, so that they part; where they stand at one point, the first of them in the list. */
  open(places, event) {
    event?.preventDefault();
    event?.stopPropagation();
    const apart = Math.max(...places.map(({ at }) => Math.hypot(at[0] - places[0].at[0], at[1] - places[0].at[1])));
    const [, deepest] = this.zoom.scaleExtent();
    if (apart * deepest < NEAR || this.at.k >= deepest) return places[0].item.querySelector("a[href]")?.focus();
    this.zoom.translateTo(this.surface, ...places[0].at);
    return this.zoom.scaleTo(this.surface, Math.min(deepest, (NEAR * 3) / apart));
  }

  light(item) {
    for (const place of this.places) place.item.toggleAttribute("data-lit", place.item === item);
    for (const pin of this.pins.children) pin.toggleAttribute("data-lit", Boolean(item) && pin.place.item === item);
  }

  press(button) {
    if (button?.dataset.zoom === "fit") this.fit();
    else if (button) this.zoom.scaleBy(this.surface, button.dataset.zoom === "in" ? 2 : 0.5);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const wanted = { "+": "in", "=": "in", "-": "out", 0: "fit" }[event.key];
    if (wanted) this.press(this.host.querySelector(`[data-zoom="${wanted}"]`));
    else if (event.key in PAN) this.zoom.translateBy(this.surface, ...PAN[event.key].map((way) => (way * 80) / this.at.k));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  scale() {
    const bar = this.host.querySelector(".map-scale");
    const middle = latitudeOf((this.svg.clientHeight / 2 - this.at.y) / this.at.k, this.world.size);
    const metres = (AROUND_EARTH * Math.cos((middle * Math.PI) / 180)) / this.world.size / this.at.k;
    const most = metres * 110;
    const power = 10 ** Math.floor(Math.log10(most));
    const nice = [5, 2, 1].find((times) => times * power <= most) * power;
    bar.textContent = nice >= 1000 ? `${nice / 1000} km` : `${nice} m`;
    bar.style.width = `${nice / metres}px`;
  }
}

export async function draw(host, signal) {
  const world = await fetch(host.dataset.world, { signal }).then((answer) => answer.json()).catch(() => null);
  if (!world || signal.aborted) return null;
  const drawing = new Drawing(host, world, signal);
  drawing.begin();
  drawing.fit();
  return drawing;
}
