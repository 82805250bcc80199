// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// The stemmers of snowball-stemmers as one small script a language. That package is one file of 870 kB, of which most is wrapping: here the routines of a
// language are taken out as they are, their tables are written shorter, and themes/default/_search/snowball.js runs them.
import fs from "node:fs";
import { createRequire } from "node:module";
import vm from "node:vm";

// The languages of which Go's snowballstem and this package say the same; a test reads over a million words with both.
export const languages = {
	ar: "arabic", da: "danish", de: "german", en: "english", es: "spanish", fi: "finnish", fr: "french", ga: "irish", hu: "hungarian",
	it: "italian", nl: "dutch", no: "norwegian", pt: "portuguese", ro: "romanian", ru: "russian", sv: "swedish", ta: "tamil", tr: "turkish",
};

const legal = `/*! Copyright 2001 Dr Martin Porter, 2004-2005 Richard Boulton, the Snowball project (BSD-3-Clause, https://snowballstem.org/license.html);
JavaScript by Oleg Mazko, snowball-stemmers 0.6.0 (ISC) */\n`;

// theirs is the package, with its classes, which it keeps to itself.
const theirs = (() => {
	const text = fs.readFileSync(createRequire(import.meta.url).resolve("snowball-stemmers"), "utf8");
	const exports = {};
	const opened = text.replace("exports.newStemmer = newStemmer;", `exports.newStemmer = newStemmer; exports.classOf = (name) => eval(name + "Stemmer"); exports.Among = () => Among;`);
	vm.runInThisContext(`(function (exports, define) {${opened}\n})`)(exports);
	return exports;
})();

export const newStemmer = (language) => theirs.newStemmer(languages[language]);

// source returns the script of a language, not yet minified.
export function source(language, machine) {
	const Stemmer = theirs.classOf(languages[language] ?? language);
	const Among = theirs.Among();
	const it = new Stemmer();
	const parts = [], fields = [];
	const table = (list) => {
		const results = new Map(), routines = [];
		for (const { s, result, method } of list) {
			const text = String.fromCharCode(...s);
			if (text.includes(" ")) throw new Error("a space in a table");
			results.set(result, [...(results.get(result) ?? []), text]);
			if (method) routines.push(`${JSON.stringify(text)}: ${nameOf(it, method)}`);
		}
		const known = [...results].map(([result, texts]) => `"${result}": ${JSON.stringify(texts.join(" "))}`);
		return `among({${known}}${routines.length ? `, {${routines}}` : ""})`;
	};
	const value = (value) => value instanceof Array && value[0] instanceof Among ? table(value) : JSON.stringify(value);
	for (const name of Object.getOwnPropertyNames(Stemmer)) {
		if (/^[ag]_/.test(name)) parts.push(`const ${name} = ${value(Stemmer[name])};`);
	}
	for (const [key, { get, value: routine }] of Object.entries(Object.getOwnPropertyDescriptors(Stemmer.prototype))) {
		if (routine && key.includes("$esjava$")) parts.push(plain(routine.toString(), languages[language] ?? language));
		else if (get && /^a_/.test(key)) parts.push(`const ${key} = ${value(it[key])};`);
		else if (get && /^[BIS]_/.test(key)) fields.push(`${key} = ${JSON.stringify(typeof it[key] === "object" ? "" : it[key])}`);
	}
	const names = fields.map((field) => field.split(" ")[0]);
	parts.push(names.length ? `let ${names};` : "", `const reset = () => { ${fields.join("; ")} };`);
	return legal + "(() => {\n" + machine.replace("//@language", () => parts.join("\n")) + "\n})();";
}

// nameOf finds the routine that a table names.
function nameOf(it, method) {
	const proto = Object.getPrototypeOf(it);
	const name = Object.getOwnPropertyNames(proto).find((key) => !/^[a-z]_\d/i.test(key) && Object.getOwnPropertyDescriptor(proto, key).value === method);
	return name.replace(/\$esjava\$\d+$/, "");
}

// plain makes a method of a class a function beside the machine's.
const plain = (text, name) => text
	.replaceAll("this.current.length()", "current.length")
	.replaceAll(/this\.S_(\w+)\.toString\(\)/g, "S_$1")
	.replaceAll(`${name}Stemmer.`, "")
	.replaceAll(/\$esjava\$\d+/g, "")
	.replaceAll("this.", "");
