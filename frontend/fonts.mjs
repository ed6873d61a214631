// Cuts the files of Inter out of the two that Fontsource brings: each holds the characters and the weights that its @font-face names.
import subset from "subset-font";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const whole = { "inter.woff2": "inter-latin-opsz-normal.woff2", "inter-central.woff2": "inter-latin-ext-opsz-normal.woff2", "inter-ext.woff2": "inter-latin-ext-opsz-normal.woff2" };
const NORMAL = 400;
// What draws PDFs takes the space between two words from the font of the words.
const SPACES = " \u00a0";

/** Writes each font of the style sheet `tokens` into the folder `out`, cut from the files in `from`. */
export async function writeFonts(tokens, from, out) {
  const faces = [...readFileSync(tokens, "utf8").matchAll(/@font-face \{([^}]+)\}/g)].map(([, body]) => face(body));
  await Promise.all(faces.map(async ({ file, weights: [min, max], text }) => {
    const source = readFileSync(join(from, whole[file]));
    const cut = await subset(source, text + SPACES, { targetFormat: "woff2", variationAxes: { wght: { min, max, default: NORMAL } } });
    writeFileSync(join(out, file), cut);
  }));
}

function face(body) {
  const value = (name) => body.match(new RegExp(`${name}: ([^;]+);`))[1];
  return {
    file: basename(value("src").match(/url\("([^"]+)"\)/)[1]),
    weights: value("font-weight").split(" ").map(Number),
    text: value("unicode-range").split(", ").flatMap(characters).join(""),
  };
}

function characters(range) {
  const [first, last = first] = range.slice("U+".length).split("-").map((hex) => Number.parseInt(hex, 16));
  return Array.from({ length: last - first + 1 }, (_, n) => String.fromCodePoint(first + n));
}
