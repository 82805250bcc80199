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

const highest = 2 ** 23 - 1, slotBase = 2 ** 28;

// rarity is 16 times the binary logarithm, by linear interpolation, of how many times as many pages there are as have the term; and 8.
export function rarity(pages, count) {
	const n = Math.max(1, Math.floor((16 * pages) / Math.max(1, count)));
	const bits = 31 - Math.clz32(n);
	return Math.max(8, 16 * bits + Math.floor((n * 16) / 2 ** bits) - 72);
}

// What the board holds of each page, as places in its row.
const Score = 0;
const Now = 1; // what the present clause gives
const Share = 2; // sum of rarities of clauses that hold
const Title = 3;
const Seen = 4; // the last clause that holds
const Held = 5; // how many hold
const Named = 6; // the last clause that holds in a title
const Titled = 7; // how many hold in a title
const Same = 8; // of these, how many by the word itself
const Whole = 9; // of these, in a title that has as many terms as the question
const Long = 10; // terms of the longest of these titles
const Row = 11;

// newBoard makes a board for as many slots; it is used for one question after the other.
export function newBoard(space) {
	const board = new Int32Array(space * Row);
	let found = [], all, total;

	// fill counts the pages of all clauses. The lists of a clause come with the greater weights first.
	function fill(clauses, pages) {
		for (const slot of found) board.fill(0, slot * Row, slot * Row + Row);
		found = [];
		all = clauses.length;
		total = 0;
		clauses.forEach(({ alternatives, title }, i) => {
			alternatives.sort((a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1));
			const [{ weight: first }] = alternatives;
			const own = rarity(pages, Math.max(...alternatives.map(({ weight, count }) => (first === Exact && weight !== first ? 0 : count))));
			total += own;
			for (const { lists, count, weight } of alternatives) {
				const rare = Math.min(own, rarity(pages, count));
				for (const { slots, weights } of lists) for (let k = 0; k < slots.length; k++) if (slots[k] < space) add(i + 1, slots[k], weights[k] >> 4, (weights[k] & 15) + 1, rare * weight, rare, weight === Exact, title);
			}
		});
	}

	// add counts a page for clause number n, from 1.
	function add(n, slot, titled, level, value, rare, exact, wanted) {
		if (wanted && !titled) return;
		const row = slot * Row, gives = value * level;
		if (board[row + Seen] !== n) {
			if (!board[row + Held]++) found.push(slot);
			board[row + Seen] = n;
			board[row + Share] += rare;
			board[row + Score] += gives;
			board[row + Now] = gives;
		} else if (gives > board[row + Now]) {
			board[row + Score] += gives - board[row + Now];
			board[row + Now] = gives;
		}
		if (titled && board[row + Named] !== n) {
			board[row + Named] = n;
			board[row + Titled]++;
			board[row + Title] += Math.floor((value * 16) / titled);
			board[row + Long] = Math.max(board[row + Long], titled);
			if (exact) {
				board[row + Same]++;
				if (titled === Math.min(all, 15)) board[row + Whole]++;
			}
		}
	}

	// order gives the slots that pass, the best first: those in which all clauses hold; then, if they are fewer than enough, those in which clauses hold
	// that make up half of the rarity of all. full says how many the first are.
	function order(enough, passes) {
		const lists = [[], []];
		for (const slot of found) {
			const of = (place) => board[slot * Row + place], partly = of(Held) < all;
			if ((partly && 2 * of(Share) < total) || !passes(slot)) continue;
			const known = Math.min(all, 15);
			let score = of(Score) + Math.floor((of(Title) * of(Titled)) / all);
			if (of(Titled) === all) score += Math.floor((64 * total * known * (3 * all + of(Same) + 4 * of(Whole))) / (all * Math.max(known, of(Long))));
			lists[+partly].push(Math.min(score, highest) * slotBase + slotBase - 1 - slot);
		}
		const [full, partly] = lists.map((keys) => Array.from(Float64Array.from(keys).sort().reverse(), (key) => slotBase - 1 - (key % slotBase)));
		return { full: full.length, slots: full.length < enough ? [...full, ...partly] : full };
	}

	return { fill, order };
}
