// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Answers questions from the index of one language. Ask in generator/search does the same.

import { call, fault, shard } from "./load.mjs";
import { completions } from "./mend.mjs";
import { describe } from "./page.mjs";
import { parse } from "./query.mjs";
import { Completed, Corrected, Exact, newBoard } from "./rank.mjs";
import { leaves, leafOf, named, reverse, sizeOf, tierBase } from "./read.mjs";
import { bare, bytesOf, newAnalyser, wordsIn } from "./terms.mjs";

const version = 1;
const mostSpace = 2 ** 22;
// A page of results: where fewer pages have all words, those with most of them follow.
const enough = 10;
// Tails are brought of their own accord only up to so many pages; a word that stands on more tells too little.
const worthwhile = 5 * tierBase;
// Words that complete one, and the leaves in which their terms lie.
const mostCompletions = 8, mostLeaves = 3;

const each = (list, run) => Promise.all(list.map(run));
const have = ({ lists }) => lists.reduce((n, { slots }) => n + slots.length, 0);
const countOf = ({ alternatives }) => Math.max(...alternatives.map(({ count }) => count));

// What few questions need is a script of its own, more.mjs.
let more;
const tools = { bare, leaves, leafOf, reverse, wordsIn, corrected: Corrected };
const idle = { joined() {}, mended: (clause) => [clause], choose() {}, verified() {}, counted() {} };

// open gives a function that answers questions from the index of a language.
export async function open(lang) {
	const meta = await shard(lang + "/meta");
	const { terms, words, pages, space, stemmer, facets: known } = meta;
	if (meta.version !== version || !(space <= mostSpace)) throw fault(lang + "/meta");
	const stem = stemmer && (await call("stem-" + stemmer).catch(() => {}));
	const analyser = newAnalyser(stem || undefined, stemmer), { termOf } = analyser;
	const board = newBoard(space);
	let latest = 0;

	// ask answers a question; null if there was a newer one meanwhile.
	async function ask({ text = "", filters = {}, limit = enough, offset = 0, facets }) {
		const number = ++latest, stale = () => number !== latest;
		const problems = new Map(), completed = [];
		const note = (shard, missing) => { problems.set(shard, { shard, missing }); };
		if (stemmer && !stem) note("stem-" + stemmer, true);

		// bring gives what a shard holds; where that fails it is noted, and there is nothing.
		const bring = (name) => shard(`${lang}/${name}`).catch(({ missing }) => note(`${lang}/${name}`, missing));
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

		// resolve finds the alternatives of clauses, and tells whether each has any.
		async function resolve(clauses) {
			await each(clauses, (clause) => {
				clause.alternatives = [];
				clause.tried = new Set();
				return each(clause.terms, (term) => alternative(clause, term, Exact));
			});
			await each(clauses, (clause) => clause.open && complete(clause));
			return clauses.every(({ alternatives }) => alternatives.length);
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

		const query = parse(text, known.map(({ name }) => name), analyser, filters);
		const rest = async () => {
			try {
				return (await (more ??= call("more")))(tools, { bring, bringAll, page, alternative, resolve, tails, termOf, query, meta });
			} catch {
				more = note("more", true);
				return idle;
			}
		};
		const narrowed = query.filters.length || query.without.length, tests = new Map(), never = new Set();
		const passes = (slot, but) => !never.has(slot) && [...tests].every(([key, set]) => key === but || set.has(slot) !== (key[0] === "-"));

		let { clauses } = query;
		const [found] = await Promise.all([resolve(clauses), narrowed && rest().then(({ choose }) => choose(tests, never))]);
		if (!found) await (await rest()).joined(clauses);
		clauses = (await each(clauses, async (clause) => {
			const { length } = clause.alternatives;
			return length && !clause.doubtful ? [clause] : (await rest()).mended(clause, +!!length);
		})).flat();
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
			const all = facets || narrowed;
			if ((all || full < offset + limit) && (await tails(clauses, all))) {
				if (stale()) return null;
				rank();
			}
			if (!full && clauses.length > 1) {
				const { mended } = await rest();
				for (const clause of clauses) if (clause.alternatives.every(({ weight }) => weight === Exact)) await mended(clause, sizeOf(countOf(clause)) + 4);
				if (stale()) return null;
				rank();
			}
		}
		let atLeast = clauses.some(({ alternatives }) => alternatives.some((it) => it.count > have(it))), total = slots.length;
		if (atLeast && clauses.length === 1) total = Math.max(total, countOf(clauses[0]));

		const verified = (narrowed || query.phrases.length) && (await (await rest()).verified(slots.slice(0, full), offset + limit));
		if (verified) {
			atLeast = !verified.complete && (atLeast || verified.left);
			slots = verified.wanted;
			full = total = slots.length;
		}

		const shown = (await each(slots.slice(offset, offset + limit), page)).filter(Boolean);
		const counted = facets ? await (await rest()).counted(slots, others) : undefined;
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
			facets: counted,
			problems: [...problems.values()].sort((a, b) => (a.shard < b.shard ? -1 : 1)),
		};
	}

	return ask;
}
