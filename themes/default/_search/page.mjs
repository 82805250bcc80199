// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// What is shown of a page that was found: its best sections, and of each the place where most of the question stands.

import { Dense, Plain, split, wordsIn } from "./terms.mjs";

// Lengths in units of UTF-16: of an excerpt, and of what may lie between the first and the last mark that it is chosen for.
const excerptLength = 160, closest = 120;
const mostSections = 3;

// follows tells whether the words of a phrase stand one after the other somewhere in a page.
export function follows(page, phrase) {
	const texts = [page.t, page.s, ...(page.a ?? []), ...(page.x ?? []).flatMap(({ h, x }) => [h, x])];
	return texts.some((text) => {
		const words = [];
		if (text) wordsIn(text, (word) => words.push(word));
		return words.some((_, i) => phrase.every(({ word }, k) => words[i + k] === word));
	});
}

// Finder marks what of a text answers which clause.
class Finder {
	constructor(clauses, analyser) {
		this.analyser = analyser;
		this.clauses = new Map();
		clauses.forEach(({ alternatives }, i) => {
			for (const { term } of alternatives) if (!this.clauses.has(term)) this.clauses.set(term, i);
		});
		// Most words begin otherwise than all terms, and need not be looked at; but where stemming changes beginnings.
		this.begins = new Uint8Array(128);
		for (const term of this.clauses.keys()) {
			this.begins[term.charCodeAt(0)] = 1;
			this.begins[term.toUpperCase().charCodeAt(0)] = 1;
		}
		if (analyser.changesBeginnings) this.begins.fill(1);
	}

	// find gives {hits: [{from, to, clause}], parts}: parts says how many words the text has.
	find(text) {
		const hits = [];
		let parts = 0;
		split(text, (kind, from, to, even) => {
			if (kind === Plain) {
				parts++;
				if (even && !this.begins[text.charCodeAt(from)]) return;
				for (const term of this.analyser.termsOf(kind, text.slice(from, to))) {
					const clause = this.clauses.get(term);
					if (clause !== undefined) return hits.push({ from, to, clause });
				}
			} else if (kind === Dense) {
				const letters = [...text.slice(from, to)];
				parts += letters.length;
				let at = from;
				for (let i = 0; i < letters.length; at += letters[i++].length) {
					const pair = letters[i] + (letters[i + 1] ?? "");
					const clause = this.clauses.get(pair) ?? this.clauses.get(letters[i]);
					if (clause !== undefined) hits.push({ from: at, to: at + (this.clauses.has(pair) ? pair : letters[i]).length, clause });
				}
			}
		});
		return { hits, parts };
	}
}

const distinct = (hits) => new Set(hits.map(({ clause }) => clause)).size;

// excerptOf is a part of a text as [{text, mark}], cut between words where there are spaces.
function excerptOf(text, hits) {
	let best = 0, first = 0, last = 0;
	const counts = [];
	for (let i = 0, j = 0, kinds = 0, n = 0; i < hits.length; i++) {
		for (; j < hits.length && (j === i || hits[j].to - hits[i].from <= closest); j++, n++) if (!counts[hits[j].clause]) { counts[hits[j].clause] = 1; kinds++; } else counts[hits[j].clause]++;
		if (kinds * 64 + n > best) [best, first, last] = [kinds * 64 + n, i, j - 1];
		if (!--counts[hits[i].clause]) kinds--;
		n--;
	}
	const start = hits.length ? hits[first].from : 0, end = hits.length ? hits[last].to : 0;
	let from = Math.max(0, start - Math.floor(Math.max(0, excerptLength - (end - start)) / 3));
	while (from > 0 && from < start && !/\s/.test(text[from - 1])) from++;
	let to = Math.min(text.length, Math.max(end, from + excerptLength));
	if (to < text.length) {
		let cut = to;
		while (cut > end && !/\s/.test(text[cut])) cut--;
		if (cut > from && (cut > end || /\s/.test(text[cut]))) to = cut;
	}
	if (/[\udc00-\udfff]/.test(text[from] ?? "")) from++;
	if (/[\udc00-\udfff]/.test(text[to] ?? "")) to--;
	const pieces = [];
	const add = (text, mark) => {
		text = text.replaceAll("\n", " ");
		if (!text) return;
		if (pieces.length && pieces.at(-1).mark === mark) pieces.at(-1).text += text;
		else pieces.push({ text, mark });
	};
	if (from > 0) add("… ", false);
	let at = from;
	for (const hit of hits) {
		if (hit.to <= at || hit.from < from || hit.to > to) continue;
		add(text.slice(at, hit.from), false);
		add(text.slice(Math.max(at, hit.from), hit.to), true);
		at = hit.to;
	}
	add(text.slice(at, to), false);
	if (to < text.length) add(" …", false);
	return pieces;
}

// describe is a page as a result. Sections are ordered by how many clauses stand in them, then by how densely.
export function describe(page, clauses, analyser) {
	const finder = new Finder(clauses, analyser);
	const title = distinct(finder.find(page.t ?? "").hits);
	const alias = (page.a ?? []).map((text) => [distinct(finder.find(text).hits), text]).reduce((best, it) => (it[0] > best[0] ? it : best), [title])[1];
	const places = (page.x ?? []).map(({ i, h, x = "" }, place) => {
		const { hits, parts } = finder.find(x), heading = finder.find(h ?? "").hits;
		return { id: i, title: h, text: x, hits, place, kinds: distinct([...hits, ...heading]), density: Math.floor((4096 * (hits.length + 2 * heading.length)) / (parts + 50)) };
	});
	const best = places.filter(({ kinds }) => kinds).sort((a, b) => b.kinds - a.kinds || b.density - a.density || a.place - b.place);
	const sections = best.filter(({ id }) => id).slice(0, mostSections).map(({ id, title, text, hits }) => ({ id, title, excerpt: excerptOf(text, hits) }));
	const above = [page.s, ...places.filter(({ id }) => !id).map(({ text }) => text)].filter(Boolean).map((text) => ({ text, hits: finder.find(text).hits }));
	const lead = above.reduce((best, it) => (distinct(it.hits) > distinct(best?.hits ?? []) ? it : best), undefined) ?? (best[0]?.hits.length ? best[0] : undefined) ?? above[0] ?? places[0] ?? { text: "", hits: [] };
	return {
		url: page.u,
		title: page.t,
		alias,
		crumbs: page.c ?? [],
		badges: { type: page.y, status: page.d, license: page.l, lang: page.g },
		summary: page.s,
		excerpt: excerptOf(lead.text, lead.hits),
		sections,
	};
}
