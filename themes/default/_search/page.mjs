// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// What is shown of a page that was found: its best sections, and of each the place where most of the question stands.

import { Dense, Plain, split } from "./terms.mjs";

// Lengths in units of UTF-16: of an excerpt, and of what may lie between the first and the last mark that it is chosen for.
const excerptLength = 160, closest = 120;
const mostSections = 3;

const distinct = (hits) => new Set(hits.map(({ clause }) => clause)).size;

// finder gives a function that marks what of a text answers which clause: {hits: [{from, to, clause}], parts}, parts being how many words it has.
function finder(clauses, { changing, termsOf }) {
	const terms = new Map();
	clauses.forEach(({ alternatives }, i) => {
		for (const { term } of alternatives) if (!terms.has(term)) terms.set(term, i);
	});
	// Most words begin otherwise than all terms, and need not be looked at.
	const begins = [];
	for (const term of terms.keys()) for (const c of [term, term.toUpperCase()]) begins[c.charCodeAt()] = 1;
	return (text = "") => {
		const hits = [];
		let parts = 0;
		split(text, (kind, from, to, even) => {
			if (kind === Plain) {
				parts++;
				if (even && !changing && !begins[text.charCodeAt(from)]) return;
				const term = termsOf(text.slice(from, to)).find((term) => terms.has(term));
				if (term !== undefined) hits.push({ from, to, clause: terms.get(term) });
			} else if (kind === Dense) {
				const letters = [...text.slice(from, to)];
				parts += letters.length;
				letters.forEach((letter, i) => {
					const part = [letter + (letters[i + 1] ?? ""), letter].find((part) => terms.has(part));
					if (part) hits.push({ from, to: from + part.length, clause: terms.get(part) });
					from += letter.length;
				});
			}
		});
		return { text, hits, parts };
	};
}

// excerptOf is a part of a text as [{text, mark}], cut between words where there are spaces.
function excerptOf({ text, hits }) {
	let best = 0, start = 0, end = 0;
	const counts = [];
	for (let i = 0, j = 0, kinds = 0; i < hits.length; i++) {
		const { from, clause } = hits[i];
		for (; j < hits.length && (j === i || hits[j].to - from <= closest); j++) if (!(counts[hits[j].clause]++ > 0)) kinds += counts[hits[j].clause] = 1;
		if (kinds * 64 + j - i > best) [best, start, end] = [kinds * 64 + j - i, from, hits[j - 1].to];
		if (!--counts[clause]) kinds--;
	}
	const space = (i) => /\s/.test(text[i]), low = (i) => /[\udc00-\udfff]/.test(text[i] ?? "");
	let from = Math.max(0, start - Math.floor(Math.max(0, excerptLength - (end - start)) / 3));
	while (from > 0 && from < start && !space(from - 1)) from++;
	let to = Math.min(text.length, Math.max(end, from + excerptLength));
	if (to < text.length) {
		let cut = to;
		while (cut > end && !space(cut)) cut--;
		if (cut > from && (cut > end || space(cut))) to = cut;
	}
	if (low(from)) from++;
	if (low(to)) to--;
	const pieces = [];
	const add = (text, mark) => {
		text = text.replaceAll("\n", " ");
		if (pieces.at(-1)?.mark === mark) pieces.at(-1).text += text;
		else if (text) pieces.push({ text, mark });
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
export function describe({ u, t, a = [], c = [], y, d, l, g, s, x = [] }, clauses, analyser) {
	const find = finder(clauses, analyser);
	const most = (texts, least) =>
		texts.filter(Boolean).map(find).reduce((best, it) => (distinct(it.hits) > distinct(best?.hits ?? []) ? it : best), least);
	const title = find(t), alias = most(a, title);
	const places = x.map(({ i, h, x }) => {
		const place = find(x), { hits } = find(h), all = [...hits, ...hits, ...place.hits];
		return { ...place, id: i, title: h, kinds: distinct(all), density: Math.floor((4096 * all.length) / (place.parts + 50)) };
	});
	// Sorting keeps the order of what is alike.
	const best = places.filter(({ kinds }) => kinds).sort((a, b) => b.kinds - a.kinds || b.density - a.density);
	const above = [s, ...x.map(({ i, x }) => !i && x)];
	return {
		url: u,
		title: t,
		alias: alias === title ? undefined : alias.text,
		crumbs: c,
		badges: { type: y, status: d, license: l, lang: g },
		summary: s,
		excerpt: excerptOf(most(above) ?? (best[0]?.hits.length ? best[0] : find(above.find(Boolean) ?? x[0]?.x))),
		sections: best.filter(({ id }) => id).slice(0, mostSections).map((place) => ({ id: place.id, title: place.title, excerpt: excerptOf(place) })),
	};
}
