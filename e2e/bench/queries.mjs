// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Queries made from the pages themselves, and for each the pages that it means: nobody chose them, and the same pages give the same queries.

// words is how queries are cut; where words are not parted by spaces, two characters at a time.
const word = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’]*/gu;
const unparted = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u;
const words = (s) => s.match(word) ?? [];
const lower = (s) => s.toLowerCase();

// A small generator of numbers (Marsaglia's xorshift32), seeded by the class and the page.
function random(seed) {
	let x = 2166136261;
	for (const c of seed) x = Math.imul(x ^ c.codePointAt(0), 16777619);
	x |= 1;
	return (n) => {
		x ^= x << 13;
		x ^= x >>> 17;
		x ^= x << 5;
		return (x >>> 0) % n;
	};
}

// sample takes n of a list, evenly.
function sample(list, n) {
	if (list.length <= n) return list;
	return Array.from({ length: n }, (_, i) => list[Math.floor((i * list.length) / n)]);
}

// mistype makes one mistake in one word of five letters or more: a letter left out, doubled by a wrong one, replaced, or two exchanged; in the
// first letter as well as in others.
function mistype(title, next) {
	const long = words(title).filter((w) => w.length >= 5 && /^[\p{L}]+$/u.test(w) && !unparted.test(w));
	if (long.length === 0) return null;
	const was = long[next(long.length)];
	const at = next(was.length);
	const other = 'etaoinshrdlu'[next(12)];
	let is;
	switch (next(4)) {
	case 0: is = was.slice(0, at) + was.slice(at + 1); break;
	case 1: is = was.slice(0, at) + other + was.slice(at); break;
	case 2: is = was.slice(0, at) + other + was.slice(at + 1); break;
	default: {
		const i = Math.min(at, was.length - 2);
		is = was.slice(0, i) + was[i + 1] + was[i] + was.slice(i + 2);
	}
	}
	return lower(is) === lower(was) ? null : title.replace(was, is);
}

// make gives {class: [{q, lang, want: [url]}]}: at most n queries a class.
export function make(pages, n = 300) {
	const classes = {};
	const add = (name, q, page, want) => {
		if (!q || !q.trim()) return;
		(classes[name] ??= []).push({ q: q.trim(), lang: page.lang, want });
	};
	// A title or alias that several pages have means each of them.
	const named = new Map();
	for (const page of pages)
		for (const name of [page.title, ...page.aliases]) {
			const key = page.lang + ' ' + lower(name);
			named.set(key, [...(named.get(key) ?? []), page.url]);
		}
	const meant = (page, name) => named.get(page.lang + ' ' + lower(name)) ?? [page.url];

	const titled = sample(pages, n);
	for (const page of titled) add('title', page.title, page, meant(page, page.title));
	for (const page of sample(pages.filter((p) => p.aliases.length > 0), n)) {
		const alias = page.aliases[random('alias' + page.url)(page.aliases.length)];
		add('alias', alias, page, meant(page, alias));
	}
	for (const page of titled) add('title with a typo', mistype(page.title, random('typo' + page.url)), page, meant(page, page.title));
	for (const page of titled) {
		const title = page.title;
		if (words(title).length < 2 || unparted.test(title)) continue;
		// As far as it is typed when the last word is half there.
		const last = title.match(/\S+\s*$/)[0].trim();
		if (last.length >= 4) add('title half typed', title.slice(0, title.lastIndexOf(last) + Math.ceil(last.length / 2)), page, meant(page, title));
	}
	const df = new Map();
	const tokens = pages.map((page) => page.sections.map((s) => (unparted.test(s.text) ? pairs(s.text) : words(lower(s.text)))));
	for (const sections of tokens) for (const t of new Set(sections.flat())) df.set(t, (df.get(t) ?? 0) + 1);
	for (const i of sample([...pages.keys()], n)) {
		const page = pages[i];
		const next = random('section' + page.url);
		const full = tokens[i].filter((s) => s.length >= 30);
		if (full.length === 0) continue;
		const section = full[next(full.length)];
		const count = new Map();
		for (const t of section) count.set(t, (count.get(t) ?? 0) + 1);
		// Words that other pages have, too, the most telling of them, as a reader remembers a passage.
		const telling = [...count].filter(([t]) => t.length >= 4 || unparted.test(t)).filter(([t]) => df.get(t) >= 3)
			.map(([t, c]) => [t, c * Math.log(pages.length / df.get(t))]).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 3);
		if (telling.length === 3) add('words of a section', telling.map(([t]) => t).join(' '), page, [page.url]);
	}
	for (const page of sample(pages.filter((p) => p.summary), n)) {
		const next = random('summary' + page.url);
		const list = [...new Set(unparted.test(page.summary) ? pairs(page.summary) : words(page.summary).filter((w) => w.length >= 4))];
		for (let i = list.length - 1; i > 0; i--) {
			const j = next(i + 1);
			[list[i], list[j]] = [list[j], list[i]];
		}
		if (list.length >= 4) add('summary shuffled', list.slice(0, 8).join(' '), page, [page.url]);
	}
	return classes;
}

// pairs gives runs of characters that are not parted by spaces two by two.
function pairs(s) {
	const list = [];
	for (const run of s.match(/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]+|[a-z0-9]{4,}/giu) ?? []) {
		if (!unparted.test(run)) list.push(lower(run));
		else for (let i = 0; i + 2 <= run.length; i += 2) list.push(run.slice(i, i + 2));
	}
	return list;
}
