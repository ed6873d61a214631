// The outline of the world for maps that ask nobody: Natural Earth (public domain) out of world-atlas, in Web Mercator on a
// square of SIZE units, as two paths: land to fill, and borders to draw.
import { readFileSync, writeFileSync } from "node:fs";

const SIZE = 65536;
const NORTH = 85.0511;
const STEP = 4;

function mercator([east, north]) {
  const held = Math.max(-NORTH, Math.min(NORTH, north));
  const y = Math.log(Math.tan(Math.PI / 4 + (held * Math.PI) / 360));
  return [((east + 180) / 360) * SIZE, (0.5 - y / (2 * Math.PI)) * SIZE];
}

// Points that fall together at this precision are one.
function arcsOf({ arcs, transform: { scale, translate } }) {
  return arcs.map((arc) => {
    let [x, y] = [0, 0];
    const points = arc.map(([dx, dy]) => {
      [x, y] = [x + dx, y + dy];
      return mercator([x * scale[0] + translate[0], y * scale[1] + translate[1]]).map((at) => Math.round(at / STEP));
    });
    return points.filter((point, n) => !n || n === points.length - 1 || point.some((at, side) => at !== points[n - 1][side]));
  });
}

function line(points) {
  const [[x, y], ...rest] = points;
  let [px, py] = [x, y];
  const steps = rest.map(([qx, qy]) => {
    const step = `${qx - px} ${qy - py}`;
    [px, py] = [qx, qy];
    return step;
  });
  return `M${x} ${y}l${steps.join(" ")}`;
}

const WIDE = SIZE / STEP;

// A ring that crosses the 180th meridian goes on beyond the edge instead of jumping to the other one; one around the pole
// is closed along the bottom.
function unrolled(points) {
  let turn = 0;
  let before = points[0][0];
  const ring = points.map(([x, y]) => {
    if (x + turn - before > WIDE / 2) turn -= WIDE;
    else if (before - x - turn > WIDE / 2) turn += WIDE;
    before = x + turn;
    return [before, y];
  });
  const [first, last] = [ring[0][0], before];
  return Math.abs(last - first) > WIDE / 2 ? [...ring, [last, WIDE], [first, WIDE]] : ring;
}

// What of a ring lies on one side of a meridian (Sutherland and Hodgman's way to clip a polygon).
function clipped(ring, edge, inside) {
  return ring.flatMap(([x, y], n) => {
    const [px, py] = ring.at(n - 1);
    const cut = [edge, Math.round(py + ((y - py) * (edge - px)) / (x - px))];
    if (inside(x)) return inside(px) ? [[x, y]] : [cut, [x, y]];
    return inside(px) ? [cut] : [];
  });
}

// The ring as it lies on the square: what goes beyond one edge comes in at the other.
function onTheSquare(points) {
  const ring = unrolled(points);
  return [-WIDE, 0, WIDE].map((by) => {
    const moved = ring.map(([x, y]) => [x + by, y]);
    return clipped(clipped(moved, 0, (x) => x >= 0), WIDE, (x) => x <= WIDE);
  });
}

const polygons = ({ type, arcs }) => (type === "MultiPolygon" ? arcs : type === "Polygon" ? [arcs] : []);

export function writeMap(from, to) {
  const world = JSON.parse(readFileSync(from, "utf8"));
  const arcs = arcsOf(world);
  const along = (ring) => ring.flatMap((n) => (n < 0 ? [...arcs[~n]].reverse() : arcs[n]));
  const rings = world.objects.land.geometries.flatMap(polygons).flat();
  const land = rings.map(along).flatMap(onTheSquare).filter((points) => points.length > 3);
  const used = new Map();
  for (const each of world.objects.countries.geometries.flatMap(polygons).flat(2)) {
    const n = each < 0 ? ~each : each;
    used.set(n, (used.get(n) ?? 0) + 1);
  }
  const borders = [...used].filter(([n, times]) => times > 1 && arcs[n].length > 1).map(([n]) => line(arcs[n]));
  writeFileSync(to, JSON.stringify({ size: WIDE, land: land.map((points) => `${line(points)}z`).join(""), borders: borders.join("") }));
}
