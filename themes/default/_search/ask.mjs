// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Answers questions from the index of one language.

import { call, Damage, shard } from "./load.mjs";
import { completions, corrections, halves, leavesNear, sizeOf } from "./mend.mjs";
import { describe, follows } from "./page.mjs";
import { parse } from "./query.mjs";
import { Board, Completed, Corrected, Exact, rarity } from "./rank.mjs";
import { leaves, named, readFacet, readJSON, readReversed, readTail, readTerms, readWords, reverse, tierBase } from "./read.mjs";
import { Analyser, bare, bytesOf } from "./terms.mjs";

const version = 1;
const mostSpace = 1 << 24;
// A page of results: where fewer pages have all words, those with most of them follow.
const enough = 10;
// Tails are brought of their own accord only up to so many pages; a word that stands on more tells too little.
const worthwhile = 5 * tierBase;
// Words that complete one, and the leaves in which their terms lie.
const mostCompletions = 8, mostLeaves = 3;
// Leaves that are brought to find the two words that were written as one.
const mostParts = 4;
// So many pages are read to find a phrase.
const mostRead = 100;

export class Index {
	constructor(lang, meta, stem, problems) {
		Object.assign(this, { lang, meta, problems, analyser: new Analyser(stem, meta.stemmer), board: new Board(meta.space), latest: 0 });
		this.facets = new Map(meta.facets.map((facet) => [facet.name, facet]));
	}

	static async open(lang) {
		const problems = [];
		const meta = await shard(lang + "/meta", readJSON);
		if (meta.version !== version || !(meta.space <= mostSpace)) throw new Damage(lang + "/meta");
		let stem;
		if (meta.stemmer)
			try {
				stem = await call("stem", "stem-" + meta.stemmer);
			} catch {
				problems.push({ shard: "stem-" + meta.stemmer, missing: true });
			}
		return new Index(lang, meta, stem, problems);
	}

	// read brings a shard; where that fails it is noted, and there is nothing.
	async read(run, name, reader) {
		try {
			return await shard(`${this.lang}/${name}`, reader);
		} catch (fault) {
			run.problems.set(name, { shard: `${this.lang}/${name}`, missing: !!fault.missing });
		}
	}

	async all(run, family, names, reader) {
		return (await Promise.all(names.map((name) => this.read(run, `${family}-${name}`, reader)))).filter(Boolean);
	}

	async pagesOf(run, term) {
		const [name] = leaves(this.meta.terms, term, true);
		return name === undefined ? undefined : (await this.read(run, "t-" + name, readTerms))?.(term);
	}

	// alternative adds a term to a clause, if there are pages that have it.
	async alternative(run, clause, term, weight) {
		if (clause.known.has(term)) return;
		clause.known.add(term);
		const pages = await this.pagesOf(run, term);
		if (pages) clause.alternatives.push({ term, weight, count: pages.count, lists: [pages], tail: 1 });
	}

	// near are the leaves of the dictionary for words near to one.
	async near(run, word) {
		const { words, reversed } = this.meta;
		const others = [...word].length - 1;
		return Promise.all([
			this.all(run, "w", leavesNear(word, Math.ceil(others / 2), (prefix) => leaves(words, prefix)), readWords),
			this.all(run, "r", leavesNear(reverse(word), Math.floor(others / 2), (prefix) => leaves(reversed, prefix)), readReversed),
		]);
	}

	// parts are the leaves of the dictionary for what a word begins and ends with.
	parts(run, word) {
		const { words, reversed } = this.meta;
		const along = (tree, word) => [...new Set(Array.from({ length: Math.max(0, word.length - 3) }, (_, i) => leaves(tree, word.slice(0, i + 2), true)[0]))].filter(Boolean).slice(-mostParts);
		return Promise.all([this.all(run, "w", along(words, word), readWords), this.all(run, "r", along(reversed, reverse(word)), readReversed)]);
	}

	async complete(run, clause) {
		const names = leaves(this.meta.words, clause.word);
		if (names.length > mostLeaves) return;
		const lists = await this.all(run, "w", names, readWords);
		const places = new Set(clause.terms.map((term) => leaves(this.meta.terms, term, true)[0]));
		const terms = new Map();
		const list = completions(lists, clause.word, mostCompletions);
		// What begins no word of a title may as well be mistyped.
		clause.doubtful = !clause.alternatives.length && !list.some(({ titled }) => titled);
		for (const { word } of list) {
			const term = this.analyser.termOf(word), [place] = leaves(this.meta.terms, term, true);
			if (clause.terms.includes(term) || terms.has(term) || (places.size === mostLeaves && !places.has(place))) continue;
			places.add(place);
			terms.set(term, word);
		}
		await Promise.all([...terms.keys()].map((term) => this.alternative(run, clause, term, Completed)));
		for (const [term, word] of terms) if (clause.alternatives.some((alternative) => alternative.term === term)) run.completions.push(word);
	}

	async resolve(run, clauses) {
		await Promise.all(
			clauses.map(async (clause) => {
				clause.alternatives = [];
				clause.known = new Set();
				await Promise.all(clause.terms.map((term) => this.alternative(run, clause, term, Exact)));
			}),
		);
		await Promise.all(clauses.map((clause) => clause.open && this.complete(run, clause)));
	}

	// joined makes one clause of two words that are known only together.
	async joined(run, clauses) {
		for (let i = 1; i < clauses.length; i++) {
			const [a, b] = [clauses[i - 1], clauses[i]];
			if (!mendable(a) || !mendable(b) || (a.alternatives.length && b.alternatives.length)) continue;
			const word = a.word + b.word;
			const one = { word, terms: [this.analyser.termOf(word)], plain: true, title: a.title };
			await this.resolve(run, [one]);
			if (!one.alternatives.length) continue;
			one.mended = { from: `${a.word} ${b.word}`, to: word };
			clauses.splice(i - 1, 2, one);
		}
	}

	// mended gives a clause the words that it may have been meant for, or the two clauses that it should be.
	async mended(run, clause, least) {
		if (!mendable(clause)) return [clause];
		const words = corrections(...(await this.near(run, clause.word)), clause.word, clause.open, least);
		if (!words.length && !least) {
			const pair = halves(...(await this.parts(run, clause.word)), clause.word);
			if (!pair) return [clause];
			const two = pair.map((word) => ({ word, terms: [this.analyser.termOf(word)], plain: true, title: clause.title }));
			await this.resolve(run, two);
			if (two.some((clause) => !clause.alternatives.length)) return [clause];
			two[0].mended = { from: clause.word, to: pair.join(" ") };
			return two;
		}
		const before = clause.alternatives.length;
		for (const { word } of words) await this.alternative(run, clause, this.analyser.termOf(word), Corrected);
		if (clause.alternatives.length > before) clause.mended = { from: clause.word, to: words[0].word };
		return [clause];
	}

	// fill counts on the board what the pages of all clauses give; order then puts those that pass in order.
	fill(clauses) {
		const { board, meta } = this;
		board.clear();
		clauses.forEach((clause, i) => {
			const exact = clause.alternatives.filter(({ weight }) => weight === Exact);
			clause.rarity = rarity(meta.pages, Math.max(...(exact.length ? exact : clause.alternatives).map(({ count }) => count)));
			for (const { lists, count, weight } of clause.alternatives.sort((a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1)))
				for (const list of lists) board.add(i + 1, clauses.length, list, Math.min(clause.rarity, rarity(meta.pages, count)), weight, clause.title);
		});
	}

	order(clauses, passes) {
		return this.board.order(clauses.length, clauses.map(({ rarity }) => rarity), enough, passes);
	}

	// tails brings the further pages of common terms: of all, or of those that are not all too common.
	async tails(run, clauses, all) {
		let more = false;
		for (const { alternatives } of clauses)
			await Promise.all(
				alternatives.map(async (alternative) => {
					let have = alternative.lists.reduce((n, { slots }) => n + slots.length, 0);
					for (; have < alternative.count && (all || alternative.count <= worthwhile); alternative.tail++) {
						const tail = await this.read(run, `t-${named(bytesOf(alternative.term))}.${alternative.tail}`, readTail);
						if (!tail?.slots.length) break;
						alternative.lists.push(tail);
						have += tail.slots.length;
						more = true;
					}
				}),
			);
		return more;
	}

	// chosen gives tests of slots by facet, of which all must hold: that a page has one of the wanted values, and, by "-" and the facet, none of the others.
	async chosen(run, filters) {
		const sets = new Map();
		for (const [name, wanted, not] of filters) {
			const key = (not ? "-" : "") + name, facet = this.facets.get(name);
			const values = facet && (await this.read(run, "f-" + facet.file, readFacet));
			if (!sets.has(key)) sets.set(key, new Set());
			for (const { value, text, pages } of values ?? [])
				if (bare(value) === wanted || bare(text) === wanted) for (const slot of pages) sets.get(key).add(slot);
		}
		return new Map([...sets].map(([key, set]) => [key, (slot) => set.has(slot) !== key.startsWith("-")]));
	}

	// without gives a test of pages that have one of the words that none may have.
	async without(run, groups) {
		const sets = await Promise.all(
			groups.filter(({ length }) => length === 1).map(async (clauses) => {
				await this.resolve(run, clauses);
				await this.tails(run, clauses, true);
				return new Set(clauses[0].alternatives.flatMap(({ lists }) => lists.flatMap(({ slots }) => [...slots])));
			}),
		);
		return (slot) => sets.some((set) => set.has(slot));
	}

	page(run, slot) {
		return this.read(run, `p/${(slot >> 8).toString(16)}/${slot.toString(16)}`, readJSON);
	}

	// ask answers a question; null if there was a newer one meanwhile.
	async ask({ text = "", filters = {}, limit = enough, offset = 0, facets = false }) {
		const number = ++this.latest, stale = () => number !== this.latest;
		const run = { problems: new Map(), completions: [] };
		const query = parse(text, [...this.facets.keys()], this.analyser);
		for (const name in filters) for (const value of filters[name]) query.filters.push([name, bare(value)]);
		let clauses = query.clauses;
		const [, tests, excluded] = await Promise.all([this.resolve(run, clauses), this.chosen(run, query.filters), this.without(run, query.without)]);
		await this.joined(run, clauses);
		clauses = (await Promise.all(clauses.map((clause) => (clause.alternatives.length && !clause.doubtful ? [clause] : this.mended(run, clause, clause.alternatives.length ? 1 : 0))))).flat();
		const unknown = clauses.filter(({ alternatives }) => !alternatives.length);
		clauses = clauses.filter(({ alternatives }) => alternatives.length);
		const strict = unknown.some(({ fixed, title }) => fixed || title);
		const passes = (slot) => !excluded(slot) && [...tests.values()].every((test) => test(slot));
		if (stale()) return null;

		let found = { full: 0, slots: [] };
		const others = new Map(); // by facet that is filtered by: the pages that all else allows
		const rank = () => {
			this.fill(clauses);
			found = this.order(clauses, passes);
			for (const name of facets ? tests.keys() : [])
				others.set(name, this.order(clauses, (slot) => !excluded(slot) && [...tests].every(([facet, test]) => facet === name || test(slot))).slots);
		};
		if (!strict && clauses.length) {
			rank();
			if ((facets || tests.size || query.without.length || found.full < offset + limit) && (await this.tails(run, clauses, facets || tests.size || query.without.length))) {
				if (stale()) return null;
				rank();
			}
			if (!found.full && clauses.length > 1) {
				for (const clause of clauses)
					if (clause.alternatives.every(({ weight }) => weight === Exact))
						await this.mended(run, clause, sizeOf(Math.max(...clause.alternatives.map(({ count }) => count))) + 4);
				if (stale()) return null;
				rank();
			}
		} else if (!query.clauses.length && [...tests.keys()].some((key) => key[0] !== "-")) {
			const slots = [...Array(this.meta.space).keys()].filter(passes);
			found = { full: slots.length, slots };
		}
		let { full, slots } = found;
		let partial = clauses.some(({ alternatives }) => alternatives.some(({ count, lists }) => count > lists.reduce((n, { slots }) => n + slots.length, 0)));

		const pages = new Map();
		const never = query.without.filter(({ length }) => length > 1);
		if (query.phrases.length || never.length) {
			const wanted = [], read = Math.min(full, mostRead);
			for (let at = 0; at < read && wanted.length < offset + limit + 1; at += enough) {
				const batch = slots.slice(at, Math.min(at + enough, read));
				await Promise.all(batch.map(async (slot) => pages.set(slot, await this.page(run, slot))));
				if (stale()) return null;
				wanted.push(...batch.filter((slot) => {
					const page = pages.get(slot);
					return page && query.phrases.every((phrase) => follows(page, phrase)) && !never.some((phrase) => follows(page, phrase));
				}));
				if (at + enough < full) partial = true;
			}
			if (wanted.length < offset + limit + 1 && full <= mostRead) partial = false;
			slots = wanted;
			full = wanted.length;
		}

		const shown = slots.slice(offset, offset + limit);
		await Promise.all(shown.map(async (slot) => pages.has(slot) || pages.set(slot, await this.page(run, slot))));
		const counted = facets ? await this.counted(run, slots, others, query.filters) : undefined;
		if (stale()) return null;
		return {
			text,
			total: partial && clauses.length === 1 && found.slots === slots ? Math.max(slots.length, ...clauses[0].alternatives.map(({ count }) => count)) : slots.length,
			full,
			atLeast: partial,
			results: shown.filter((slot) => pages.get(slot)).map((slot) => describe(pages.get(slot), clauses, this.analyser)),
			corrected: clauses.map(({ mended }) => mended).filter(Boolean),
			completions: run.completions,
			unknown: unknown.map(({ word }) => word),
			facets: counted,
			problems: [...this.problems, ...[...run.problems.values()].sort((a, b) => (a.shard < b.shard ? -1 : 1))],
		};
	}

	// counted are the values of all facets with how many of the pages found have them; of a facet that is filtered by, how many would have them without.
	async counted(run, slots, others, filters) {
		const lists = await Promise.all(this.meta.facets.map(async (facet) => [facet, await this.read(run, "f-" + facet.file, readFacet)]));
		return lists.filter(([, values]) => values).map(([{ name, label }, values]) => {
			const found = new Set(others.get(name) ?? slots);
			return {
				name,
				label,
				values: values
					.map(({ value, text, pages }) => ({
						value,
						label: text,
						count: pages.reduce((n, slot) => n + found.has(slot), 0),
						active: filters.some(([facet, wanted, not]) => facet === name && !not && (bare(value) === wanted || bare(text) === wanted)),
					}))
					.filter(({ count, active }) => count || active),
			};
		});
	}
}

const mendable = ({ plain, fixed }) => plain && !fixed;
