/* Bundles editor.js and writes the licences of every package that went into it beside the bundle. */
import { build } from "esbuild";
import { readFileSync, writeFileSync } from "node:fs";

const assets = new URL("../../kg/serve/assets/", import.meta.url).pathname;
const made = await build({
  entryPoints: ["editor.js"],
  bundle: true,
  minify: true,
  charset: "utf8",
  format: "iife",
  target: "es2022",
  metafile: true,
  outfile: `${assets}editor.js`,
});
const used = new Set();
for (const path of Object.keys(made.metafile.inputs)) {
  const found = path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//);
  if (found) used.add(found[1]);
}
const parts = [...used].sort().map((name) => {
  const about = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
  return `${name} ${about.version} (${about.license})\n\n${readFileSync(`node_modules/${name}/LICENSE`, "utf8").trim()}\n`;
});
writeFileSync(`${assets}editor.LICENSE.txt`, parts.join(`\n${"-".repeat(80)}\n\n`));
