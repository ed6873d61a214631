// Builds the browser side into atrium/static_build: app.js, app.css, chunks/, fonts/ and the plain files of frontend/static.
// `node frontend/build.mjs` builds once, small; with `--watch` it keeps building, readable.
import * as esbuild from "esbuild";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { writeFonts } from "./fonts.mjs";
import { writeMap } from "./map.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, "atrium", "static_build");
const watching = process.argv.includes("--watch");
const inter = join(root, "node_modules", "@fontsource-variable", "inter", "files");

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "fonts"), { recursive: true });
await writeFonts(join(root, "frontend", "css", "tokens.css"), inter, join(out, "fonts"));
cpSync(join(root, "frontend", "static"), out, { recursive: true });
writeMap(join(root, "node_modules", "world-atlas", "countries-50m.json"), join(out, "world.json"));

const shared = { absWorkingDir: root, bundle: true, minify: !watching, sourcemap: watching, outdir: out, logLevel: "warning" };
const scripts = {
  ...shared,
  entryPoints: { app: "frontend/js/app.js" },
  format: "esm",
  splitting: true,
  target: ["es2022"],
  chunkNames: "chunks/[name]-[hash]",
};
const styles = {
  ...shared,
  entryPoints: { app: "frontend/css/app.css", calendar: "frontend/css/calendar.css", board: "frontend/css/board.css", map: "frontend/css/map.css" }, // those of the calendar, the board and maps only their own pages load
  target: ["chrome123", "firefox128", "safari17.5"],
  external: ["./fonts/*"], // kept relative: the static files storage rewrites them to their hashed names
};

if (watching) {
  for (const options of [scripts, styles]) await (await esbuild.context(options)).watch();
  console.log(`watching; output in ${out}`);
} else {
  const [{ metafile }] = await Promise.all([esbuild.build({ ...scripts, metafile: true }), esbuild.build(styles)]);
  writeFileSync(join(out, "app.modules"), modules(metafile).join("\n"));
  const first = readdirSync(out).filter((name) => /^app\.(js|css)$/.test(name));
  for (const name of first) {
    const bytes = readFileSync(join(out, name));
    console.log(`${name} ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} gzip`);
  }
}

/** What app.js takes before it runs: a page asks for both at once (foundation/templatetags/scripts.py). */
function modules({ outputs }) {
  const inside = (path) => relative(out, join(root, path));
  const [, app] = Object.entries(outputs).find(([path]) => inside(path) === "app.js");
  return app.imports.filter(({ kind }) => kind === "import-statement").map(({ path }) => inside(path));
}
