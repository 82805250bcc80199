// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// What few questions need, as a script of its own, so that the others do without: mending words that no page has, filters, phrases, words that no page may
// have, and the values of facets.

import { corrections, halves } from "./mend.mjs";

// Leaves that are brought from each side to mend a word.
const mostNear = 4;
// So many pages are read to find a phrase, this many at a time.
const mostRead = 100, batchSize = 10;

const each = (list, run) => Promise.all(list.map(run));
const mendable = ({ plain, fixed, word }) => plain && !fixed && /\p{L}/u.test(word);

// What the engine has comes in, so that it is not here a second time; then what ask.mjs has of a question.
cp$("more", ({ bare, leaves, leafOf, reverse, wordsIn, corrected }, { bring, bringAll, page, alternative, resolve, tails, termOf, query, meta: { words, reversed, facets } }) => {
	const clauseOf = (word, title) => ({ word, terms: [termOf(word)], plain: true, title });

	// joined makes one clause of two words that are known only together.
	async function joined(clauses) {
		for (let i = 1; i < clauses.length; i++) {
			const [a, b] = [clauses[i - 1], clauses[i]];
			if (!mendable(a) || !mendable(b) || (a.alternatives.length && b.alternatives.length)) continue;
			const one = clauseOf(a.word + b.word, a.title);
			one.mended = { from: `${a.word} ${b.word}`, to: one.word };
			if (await resolve([one])) clauses.splice(i - 1, 2, one);
		}
	}

	// sides brings leaves of the dictionary from both sides of a word: those that names finds in a tree.
	const sides = async (word, names) => [...(await bringAll("r", names(reversed, reverse(word), 0))), ...(await bringAll("w", names(words, word, 1)))];

	// near are the leaves that may have words near to one: all that begin as its first half does, or end as its second, which together are one letter shorter
	// than it and so miss no word that is one mistake away; of a longer part, where these would be too many.
	const near = (tree, word, more) => {
		const letters = [...word];
		let n = (letters.length - 1 + more) >> 1, list;
		do list = leaves(tree, letters.slice(0, n).join(""));
		while (list.length > mostNear && n++ < letters.length);
		return list.slice(0, mostNear);
	};

	// along are the leaves of what a word begins with.
	const along = (tree, word) => [...new Set([...word].slice(3).map((_, i) => leafOf(tree, word.slice(0, i + 2))))].filter(Boolean).slice(-mostNear);

	// mended gives a clause the words that it may have been meant for, which at least so many bits of pages have, or the two clauses that it should be.
	async function mended(clause, least) {
		const { word, title, alternatives } = clause;
		if (mendable(clause)) {
			const list = corrections(await sides(word, near), word, clause.open, least), before = alternatives.length;
			for (const word of list) await alternative(clause, termOf(word), corrected);
			if (alternatives.length > before) clause.mended = { from: word, to: list[0] };
			const pair = !list.length && !least && halves(await sides(word, along), word);
			if (pair) {
				const two = pair.map((word) => clauseOf(word, title));
				two[0].mended = { from: word, to: pair.join(" ") };
				if (await resolve(two)) return two;
			}
		}
		return [clause];
	}

	// valuesOf are those of a facet; nothing where they can't be read.
	const valuesOf = async (name) => {
		const facet = facets.find((facet) => facet.name === name);
		return facet && bring("f-" + facet.file);
	};
	const wants = (wanted, { value, text }) => bare(value) === wanted || bare(text) === wanted;

	// choose fills tests of slots, by facet, of which all must hold: that a page has one of the wanted values, and, by "-" and the facet, none of the others;
	// and the slots of pages that have a word that they may not have.
	async function choose(tests, never) {
		for (const [name, wanted, not] of query.filters) {
			const key = (not ? "-" : "") + name, set = tests.get(key) ?? new Set();
			tests.set(key, set);
			for (const value of (await valuesOf(name)) ?? []) if (wants(wanted, value)) for (const slot of value.pages) set.add(slot);
		}
		for (const clauses of query.without.filter(({ length }) => length === 1)) {
			await resolve(clauses);
			await tails(clauses, true);
			for (const { lists } of clauses[0].alternatives) for (const { slots } of lists) for (const slot of slots) never.add(slot);
		}
	}

	// follows tells whether the words of a phrase stand one after the other somewhere in a page.
	const follows = ({ t, s, a = [], x = [] }, phrase) =>
		[t, s, ...a, ...x.flatMap(({ h, x }) => [h, x])].some((text = "") => {
			const words = [];
			wordsIn(text, (word) => words.push(word));
			return words.some((_, i) => phrase.every(({ word }, k) => words[i + k] === word));
		});

	// verified are those of the first slots whose pages have the phrases that are wanted and none of the others, as far as so many are needed; left tells
	// whether there may be more.
	async function verified(slots, needed) {
		const never = query.without.filter(({ length }) => length > 1);
		if (!query.phrases.length && !never.length) return;
		const wanted = [], read = Math.min(slots.length, mostRead);
		let left = false;
		for (let at = 0; at < read && wanted.length <= needed; at += batchSize) {
			const batch = slots.slice(at, Math.min(at + batchSize, read)), pages = await each(batch, page);
			wanted.push(...batch.filter((_, i) => pages[i] && query.phrases.every((phrase) => follows(pages[i], phrase)) && !never.some((phrase) => follows(pages[i], phrase))));
			left = at + batchSize < slots.length;
		}
		return { wanted, complete: wanted.length <= needed && slots.length <= mostRead, left };
	}

	// counted says how many of the pages found have which value; of a facet that is filtered by, how many would have it without.
	const counted = async (slots, others) => {
		const list = await each(facets, async ({ name, label }) => {
			const values = await valuesOf(name), found = new Set(others.get(name) ?? slots);
			return values && {
				name,
				label,
				values: values
					.map(({ value, text, pages }) => ({
						value,
						label: text,
						count: pages.reduce((n, slot) => n + found.has(slot), 0),
						active: query.filters.some(([facet, wanted, not]) => facet === name && !not && wants(wanted, { value, text })),
					}))
					.filter(({ count, active }) => count || active),
			};
		});
		return list.filter(Boolean);
	};

	return { joined, mended, choose, verified, counted };
});
