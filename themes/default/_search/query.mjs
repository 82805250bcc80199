// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// What a reader typed, taken apart.

import { bare, wordsIn } from "./terms.mjs";

// No question has more clauses; what follows is left out.
const most = 24;

// Other names of facets.
const names = { licence: "license", language: "lang", author: "person" };

// A minus, a field, and a text in quotation marks or without.
const token = /(-?)(?:([\p{L}\p{N}_-]+):)?(?:"([^"]*)"?|(\S+))/gu;

// clausesOf are the words of a text, each a clause {word, terms, plain, to}: a page answers it that has one of its terms.
function clausesOf(text, analyser) {
	const clauses = [];
	wordsIn(text, (word, from, to, plain) => {
		const terms = plain ? analyser.plainTerms(text.slice(from, to)) : [word];
		if (terms.length) clauses.push({ word, terms, plain, to });
	});
	return clauses;
}

// parse gives
//   clauses   all of which a page should have; the last is open where the reader may still be typing it, those in quotation marks are fixed, those
//             with a field title are wanted in a title
//   phrases   lists of clauses whose words should follow each other
//   without   lists of clauses that no page may have all of, nor, if there are several, one after the other
//   filters   [facet, value, not]
// Filters that are chosen, {facet: values}, come to those that are written. What stands before a colon is a field only if fields has it and something follows it: titles hold colons, too.
export function parse(text, fields, analyser, filters) {
	const query = { clauses: [], phrases: [], without: [], filters: [] };
	const seen = new Set();
	for (const { 0: whole, 1: minus, 2: written, 3: quoted, 4: plain, index } of text.matchAll(token)) {
		let value = quoted ?? plain, field = written?.toLowerCase();
		field = names[field] ?? field;
		if (field && field !== "title" && !fields.includes(field)) {
			value = whole.slice(minus.length);
			field = undefined;
		}
		if (field && field !== "title") {
			query.filters.push([field, bare(value), minus !== ""]);
			continue;
		}
		const clauses = clausesOf(value, analyser);
		if (!clauses.length) continue;
		if (minus) {
			query.without.push(clauses);
			continue;
		}
		const last = clauses.at(-1);
		last.open = quoted === undefined && last.plain && last.to === value.length && index + whole.length === text.length;
		for (const clause of clauses) {
			clause.title = field === "title";
			clause.fixed = quoted !== undefined;
		}
		if (quoted !== undefined && clauses.length > 1) query.phrases.push(clauses);
		for (const clause of clauses) {
			const key = clause.terms.join(" ") + clause.title;
			if (seen.has(key) || query.clauses.length === most) continue;
			seen.add(key);
			query.clauses.push(clause);
		}
	}
	for (const name in filters) for (const value of filters[name]) query.filters.push([name, bare(value), false]);
	return query;
}
