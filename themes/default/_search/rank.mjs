// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Which pages answer a question, and in which order. All in whole numbers, so that the program and the browser agree to the last place.
//
// A clause has alternatives: terms with the pages that have them, and a weight. A page takes from each clause the best that one of its alternatives
// gives: rarity of the clause × weight × (level + 1). A clause is as rare as its most common alternative. To that comes, for clauses whose term stands in a title or an
// alias, rarity × 256 / terms of that title, as often as this is the case in proportion to all clauses. Where that is the case for all, so that the
// question may be a name of the page, comes more: as much as a page can get otherwise, in proportion to how much of its longest title or alias concerned the question has; up
// to twice that if the title has these terms and no others, and a quarter less where words were completed or mended.

// Weights of alternatives: a word itself, one that it begins, one that it may have been meant for.
export const Exact = 16, Completed = 8, Corrected = 10;

const highest = 2 ** 23 - 1;

// rarity is 16 times the binary logarithm, by linear interpolation, of how many times as many pages there are as have the term; and 8.
export function rarity(pages, count) {
	const n = Math.max(1, Math.floor((16 * pages) / Math.max(1, count)));
	const bits = 31 - Math.clz32(n);
	return Math.max(8, 16 * bits + (Math.floor((n * 16) / 2 ** bits) - 16) - 56);
}

// Board holds a number for each slot, for many purposes; it is cleared after each question.
export class Board {
	constructor(space) {
		this.score = new Int32Array(space);
		this.now = new Int32Array(space); // what the present clause gives
		this.share = new Int32Array(space); // sum of rarities of clauses that hold
		this.title = new Int32Array(space);
		this.seen = new Uint8Array(space); // the last clause that holds
		this.held = new Uint8Array(space); // how many hold
		this.named = new Uint8Array(space); // the last clause that holds in a title
		this.titled = new Uint8Array(space); // how many hold in a title
		this.exact = new Uint8Array(space); // of these, how many by the word itself
		this.whole = new Uint8Array(space); // of these, in a title that has as many terms as the question
		this.long = new Uint8Array(space); // terms of the longest of these titles
		this.found = [];
	}

	clear() {
		const { score, now, share, title, seen, held, named, titled, exact, whole, long } = this;
		for (const slot of this.found)
			score[slot] = now[slot] = share[slot] = title[slot] = seen[slot] = held[slot] = named[slot] = titled[slot] = exact[slot] = whole[slot] = long[slot] = 0;
		this.found = [];
	}

	// add counts the pages of one list for clause number n, from 1, of all. Lists come with the greater weights first.
	add(n, all, { slots, weights }, rarity, weight, titleOnly) {
		const { score, now, share, seen, held, named } = this;
		const space = score.length;
		for (let i = 0; i < slots.length; i++) {
			const slot = slots[i], titled = weights[i] >> 4;
			if (slot >= space || (titleOnly && !titled)) continue;
			const gives = rarity * weight * ((weights[i] & 15) + 1);
			if (seen[slot] !== n) {
				if (!held[slot]) this.found.push(slot);
				seen[slot] = n;
				held[slot]++;
				share[slot] += rarity;
				score[slot] += gives;
				now[slot] = gives;
			} else if (gives > now[slot]) {
				score[slot] += gives - now[slot];
				now[slot] = gives;
			}
			if (titled && named[slot] !== n) {
				named[slot] = n;
				this.titled[slot]++;
				this.title[slot] += Math.floor((rarity * weight * 16) / titled);
				if (titled > this.long[slot]) this.long[slot] = titled;
				if (weight !== Exact) continue;
				this.exact[slot]++;
				if (titled === Math.min(all, 15)) this.whole[slot]++;
			}
		}
	}

	// order gives the slots that pass, the best first: those in which all clauses hold; then, if they are fewer than enough, those in which clauses hold
	// that make up half of the rarity of all. full says how many the first are.
	order(all, rarities, enough, passes) {
		const total = rarities.reduce((a, b) => a + b, 0);
		const keys = [], partly = [];
		for (const slot of this.found) {
			const complete = this.held[slot] === all;
			if ((!complete && 2 * this.share[slot] < total) || !passes(slot)) continue;
			let score = this.score[slot] + Math.floor((this.title[slot] * this.titled[slot]) / all);
			if (this.titled[slot] === all) {
				const known = Math.min(all, 15);
				score += Math.floor((64 * total * known * (3 * all + this.exact[slot] + 4 * this.whole[slot])) / (all * Math.max(known, this.long[slot])));
			}
			(complete ? keys : partly).push(Math.min(score, highest) * 2 ** 28 + (2 ** 28 - 1 - slot));
		}
		const sorted = (list) => Array.from(Float64Array.from(list).sort().reverse(), (key) => 2 ** 28 - 1 - (key % 2 ** 28));
		const full = keys.length;
		return { full, slots: full < enough ? [...sorted(keys), ...sorted(partly)] : sorted(keys) };
	}
}
