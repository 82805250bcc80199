// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Makes the scripts of the search that are kept in themes/default/search, from themes/default/_search and snowball-stemmers: so a clone needs no Node.
//   node scripts.mjs           writes them
//   node scripts.mjs --check   says which of them are not what would be written
import fs from "node:fs";
import path from "node:path";
import { build, transform } from "esbuild";
import { languages, source } from "./stemmers.mjs";

const from = new URL("../themes/default/_search/", import.meta.url);
const to = new URL("../themes/default/search/", import.meta.url);
// Browsers that have DecompressionStream("deflate-raw").
const target = ["chrome103", "firefox113", "safari16.4"];
const made = new Map();

const machine = fs.readFileSync(new URL("snowball.js", from), "utf8");
for (const language of Object.keys(languages)) {
	const { code } = await transform(source(language, machine), { minify: true, target, charset: "utf8", legalComments: "inline" });
	made.set(`stem/${language}.js`, code);
}

// What only the two scripts of the engine name, and no answer and no file: it is called shorter there, alike in both.
const inner = "alternatives changing clause clauses complete counts density doubtful fixed hits kinds lists mended parts phrases plain plainTerms sizes slots tail term termOf termsOf titled tried weight weights without";
const mangleProps = new RegExp(`^(${inner.replaceAll(" ", "|")})$`);
let mangleCache = {};

// The scripts of the search, each of the module of its name.
for (const name of ["engine.js", "more.js", "search.js", "results.js", "../site.js"]) {
	const entry = new URL(path.basename(name, ".js") + ".mjs", from);
	const engine = name === "engine.js" || name === "more.js";
	const { outputFiles, mangleCache: known } = await build({
		entryPoints: [entry.pathname], bundle: true, write: false, minify: true, format: "iife", target, charset: "utf8", ...(engine && { mangleProps, mangleCache }),
		banner: { js: "/*! Copyright The Commonplace contributors, Apache-2.0 */" },
	});
	mangleCache = known ?? mangleCache;
	made.set(name, outputFiles[0].text);
}

let stale = 0;
for (const [name, text] of made) {
	const file = new URL(name, to);
	if (fs.existsSync(file) && fs.readFileSync(file, "utf8") === text) continue;
	if (process.argv.includes("--check")) {
		console.error(`themes/default/search/${name} is not what its sources make: run make scripts`);
		stale++;
	} else fs.writeFileSync(file, text);
}
process.exit(stale ? 1 : 0);
