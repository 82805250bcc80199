// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Says what the browser makes of texts, for a test that compares it with what the program makes of them. On stdin a line of JSON each, {lang, text};
// on stdout {parts: [{part, kind, terms, words}]}, or with --sum only the terms of all parts in a row.
import fs from "node:fs";
import readline from "node:readline";
import vm from "node:vm";
import { analyse, newAnalyser, split } from "../themes/default/_search/terms.mjs";

const analysers = new Map();

export function analyserOf(name) {
	if (!analysers.has(name)) {
		let stem;
		const url = new URL(`../themes/default/search/stem/${name}.js`, import.meta.url);
		if (fs.existsSync(url)) {
			vm.runInThisContext(`(cp$) => {${fs.readFileSync(url, "utf8")}}`)((_, value) => { stem = value; });
		}
		analysers.set(name, newAnalyser(stem, name));
	}
	return analysers.get(name);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
	for await (const line of readline.createInterface({ input: process.stdin })) {
		const { lang, text } = JSON.parse(line);
		const analyser = analyserOf(lang), parts = [];
		split(text, (kind, from, to) => parts.push({ part: text.slice(from, to), kind, ...analyse(analyser, kind, text.slice(from, to)) }));
		console.log(JSON.stringify(process.argv.includes("--sum") ? parts.map(({ terms, words }) => terms.join(" ") + "|" + words.join(" ")).join("\n") : { parts }));
	}
}
