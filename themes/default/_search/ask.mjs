// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Answers questions from the index of one language. Ask in generator/search does the same.

import { call, Damage, shard } from "./load.mjs";
import { completions, corrections, halves } from "./mend.mjs";
import { describe, follows } from "./page.mjs";
import { parse } from "./query.mjs";
import { Completed, Corrected, Exact, newBoard } from "./rank.mjs";
import { leaves, named, reverse, sizeOf, tierBase } from "./read.mjs";
import { bare, bytesOf, newAnalyser } from "./terms.mjs";

const version = 1;
const mostSpace = 2 ** 22;
// A page of results: where fewer pages have all words, those with most of them follow.
const enough = 10;
// Tails are brought of their own accord only up to so many pages; a word that stands on more tells too little.
const worthwhile = 5 * tierBase;
// Words that complete one, and the leaves in which their terms lie.
const mostCompletions = 8, mostLeaves = 3;
// Leaves that are brought from each side to mend a word.
const mostNear = 4;
// So many pages are read to find a phrase.
const mostRead = 100;

const each = (list, run) => Promise.all(list.map(run));
const mendable = ({ plain, fixed }) => plain && !fixed;
const have = ({ lists }) => lists.reduce((n, { slots }) => n + slots.length, 0);

// open gives {languages, ask} for the index of a language.
export async function open(lang) {
	const meta = await shard(lang + "/meta");
	if (meta.version !== version || !(meta.space <= mostSpace)) throw new Damage(lang + "/meta");
	const { terms, words, reversed, pages, space, stemmer, facets: known } = meta;
	const stem = stemmer ? await call("stem", "stem-" + stemmer).catch(() => {}) : undefined;
	const analyser = newAnalyser(stem, stemmer), { termOf } = analyser;
	const board = newBoard(space);
	let latest = 0;

	const leafOf = (tree, term) => leaves(tree, term, true)[0];

	// ask answers a question; null if there was a newer one meanwhile.
	async function ask({ text = "", filters = {}, limit = enough, offset = 0, facets }) {
		const number = ++latest, stale = () => number !== latest;
		const problems = new Map(), completed = [];
		if (stemmer && !stem) problems.set("", { shard: "stem-" + stemmer, missing: true });

		// bring gives what a shard holds; where that fails it is noted, and there is nothing.
		const bring = (name) =>
			shard(`${lang}/${name}`).catch(({ missing }) => {
				problems.set(name, { shard: `${lang}/${name}`, missing: !!missing });
			});
		const bringAll = async (family, names) => (await each(names, (name) => bring(`${family}-${name}`))).filter(Boolean);
		const page = (slot) => bring(`p/${(slot >> 8).toString(16)}/${slot.toString(16)}`);

		// alternative adds a term to a clause, if there are pages that have it.
		async function alternative(clause, term, weight) {
			if (clause.tried.has(term)) return;
			clause.tried.add(term);
			const name = leafOf(terms, term), found = name && (await bring("t-" + name))?.(term);
			if (found) clause.alternatives.push({ term, weight, count: found.count, lists: [found], tail: 1 });
		}

		async function complete(clause) {
			const { word, terms: own, alternatives } = clause, names = leaves(words, word);
			if (names.length > mostLeaves) return;
			const list = completions(await bringAll("w", names), word, mostCompletions);
			// What begins no word of a title may as well be mistyped.
			clause.doubtful = !alternatives.length && !list.some(({ titled }) => titled);
			const places = new Set(own.map((term) => leafOf(terms, term))), added = new Map();
			for (const { word } of list) {
				const term = termOf(word), place = leafOf(terms, term);
				if (own.includes(term) || added.has(term) || (places.size === mostLeaves && !places.has(place))) continue;
				places.add(place);
				added.set(term, word);
			}
			await each([...added.keys()], (term) => alternative(clause, term, Completed));
			for (const [term, word] of added) if (alternatives.some((it) => it.term === term)) completed.push(word);
		}

		async function resolve(clauses) {
			await each(clauses, (clause) => {
				clause.alternatives = [];
				clause.tried = new Set();
				return each(clause.terms, (term) => alternative(clause, term, Exact));
			});
			await each(clauses, (clause) => clause.open && complete(clause));
			return clauses.every(({ alternatives }) => alternatives.length);
		}

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
				for (const word of list) await alternative(clause, termOf(word), Corrected);
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

		// tails brings the further pages of common terms: of all, or of those that are not all too common.
		async function tails(clauses, all) {
			let more = false;
			await each(clauses.flatMap(({ alternatives }) => alternatives), async (it) => {
				while (have(it) < it.count && (all || it.count <= worthwhile)) {
					const tail = await bring(`t-${named(bytesOf(it.term))}.${it.tail++}`);
					if (!tail?.slots.length) break;
					it.lists.push(tail);
					more = true;
				}
			});
			return more;
		}

		const query = parse(text, known.map(({ name }) => name), analyser);
		for (const name in filters) for (const value of filters[name]) query.filters.push([name, bare(value), false]);
		const valuesOf = async (name) => {
			const facet = known.find((facet) => facet.name === name);
			return (facet && (await bring("f-" + facet.file))) ?? [];
		};

		// Tests of slots, by facet, of which all must hold: that a page has one of the wanted values, and, by "-" and the facet, none of the others.
		const tests = new Map(), never = new Set();
		async function choose() {
			for (const [name, wanted, not] of query.filters) {
				const key = (not ? "-" : "") + name, set = tests.get(key) ?? new Set();
				tests.set(key, set);
				for (const { value, text, pages } of await valuesOf(name)) if (bare(value) === wanted || bare(text) === wanted) for (const slot of pages) set.add(slot);
			}
			for (const clauses of query.without.filter(({ length }) => length === 1)) {
				await resolve(clauses);
				await tails(clauses, true);
				for (const { lists } of clauses[0].alternatives) for (const { slots } of lists) for (const slot of slots) never.add(slot);
			}
		}
		const passes = (slot, but) => !never.has(slot) && [...tests].every(([key, set]) => key === but || set.has(slot) !== (key[0] === "-"));

		let { clauses } = query;
		await Promise.all([resolve(clauses), choose()]);
		await joined(clauses);
		clauses = (await each(clauses, (clause) => (clause.alternatives.length && !clause.doubtful ? [clause] : mended(clause, +!!clause.alternatives.length)))).flat();
		const unknown = clauses.filter(({ alternatives }) => !alternatives.length);
		clauses = clauses.filter(({ alternatives }) => alternatives.length);
		if (stale()) return null;

		let full = 0, slots = [];
		const others = new Map(); // by facet that is filtered by: the pages that all else allows
		const rank = () => {
			board.fill(clauses, pages);
			({ full, slots } = board.order(enough, passes));
			for (const name of facets ? tests.keys() : []) others.set(name, board.order(enough, (slot) => passes(slot, name)).slots);
		};
		if (!query.clauses.length) {
			if ([...tests.keys()].some((key) => key[0] !== "-")) slots = [...Array(space).keys()].filter((slot) => passes(slot));
			full = slots.length;
		} else if (clauses.length && !unknown.some(({ fixed, title }) => fixed || title)) {
			rank();
			const all = facets || tests.size || query.without.length;
			if ((all || full < offset + limit) && (await tails(clauses, all))) {
				if (stale()) return null;
				rank();
			}
			if (!full && clauses.length > 1) {
				for (const clause of clauses)
					if (clause.alternatives.every(({ weight }) => weight === Exact)) await mended(clause, sizeOf(Math.max(...clause.alternatives.map(({ count }) => count))) + 4);
				if (stale()) return null;
				rank();
			}
		}
		let atLeast = clauses.some(({ alternatives }) => alternatives.some((it) => it.count > have(it))), total = slots.length;
		if (atLeast && clauses.length === 1) total = Math.max(total, ...clauses[0].alternatives.map(({ count }) => count));

		const phrases = query.without.filter(({ length }) => length > 1);
		if (query.phrases.length || phrases.length) {
			const wanted = [], read = Math.min(full, mostRead);
			let left = false;
			for (let at = 0; at < read && wanted.length <= offset + limit; at += enough) {
				const batch = slots.slice(at, Math.min(at + enough, read)), pages = await each(batch, page);
				if (stale()) return null;
				wanted.push(...batch.filter((_, i) => pages[i] && query.phrases.every((phrase) => follows(pages[i], phrase)) && !phrases.some((phrase) => follows(pages[i], phrase))));
				left = at + enough < full;
			}
			atLeast = (wanted.length > offset + limit || full > mostRead) && (atLeast || left);
			slots = wanted;
			full = total = slots.length;
		}

		const shown = (await each(slots.slice(offset, offset + limit), page)).filter(Boolean);
		// How many of the pages found have which value; of a facet that is filtered by, how many would have it without.
		const counted = facets && (await each(known, async ({ name, label }) => {
			const values = await valuesOf(name), found = new Set(others.get(name) ?? slots);
			return {
				name,
				label,
				values: values
					.map(({ value, text, pages }) => ({
						value,
						label: text,
						count: pages.reduce((n, slot) => n + found.has(slot), 0),
						active: query.filters.some(([facet, wanted, not]) => facet === name && !not && (bare(value) === wanted || bare(text) === wanted)),
					}))
					.filter(({ count, active }) => count || active),
			};
		})).filter((_, i) => !problems.has("f-" + known[i].file));
		if (stale()) return null;
		return {
			text,
			total,
			full,
			atLeast,
			results: shown.map((page) => describe(page, clauses, analyser)),
			corrected: clauses.map(({ mended }) => mended).filter(Boolean),
			completions: completed,
			unknown: unknown.map(({ word }) => word),
			facets: counted || undefined,
			problems: [...problems.values()].sort((a, b) => (a.shard < b.shard ? -1 : 1)),
		};
	}

	return { languages: meta.languages, ask };
}
