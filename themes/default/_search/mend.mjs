// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// What a word may become, and what it may have been meant for, by leaves of the dictionary.

import { distance } from "./typo.mjs";

// So many words are tried in place of one.
const mostCorrections = 4;

// alike leaves out words that are joined where what was typed is not.
const alike = (word, text) => text !== word && (/[._]/.test(word) || !/[._]/.test(text));

// completions are words that begin so, the most promising first: {word, titled}. Lists are w leaves in their order.
export function completions(lists, word, most) {
	const found = [];
	for (const { words, counts, titled } of lists)
		words.forEach((text, i) => {
			if (text.startsWith(word) && alike(word, text)) found.push({ word: text, titled: titled[i], key: counts[i] + 8 * titled[i] });
		});
	return found.sort((a, b) => b.key - a.key).slice(0, most);
}

// corrections are words near to one, the likeliest first. Ahead are fewer mistakes, then more pages, a word with the same first letter counting as if four
// times as many had it: first letters are seldom mistaken. An open word may also be the beginning of one, which counts as half a mistake. Words that the
// leaves from both sides have count as those with counts have them, which come last.
export function corrections(lists, word, open, least) {
	const limit = word.length < 4 ? 0 : word.length < 8 ? 1 : 2, found = new Map();
	for (const { words, sizes, counts } of limit ? lists : [])
		words.forEach((text, i) => {
			if (sizes[i] < least || !alike(word, text)) return;
			let apart = 2 * distance(word, text, limit);
			if (counts && open && text.length > word.length)
				for (let n = word.length - 1; n <= word.length + 1; n++) apart = Math.min(apart, 2 * distance(word, text.slice(0, n), limit) + 1);
			if (apart <= 2 * limit + 1 && apart > 1) found.set(text, { text, apart, size: sizes[i] + (text[0] === word[0] ? 2 : 0) });
		});
	const sorted = [...found.values()].sort((a, b) => a.apart - b.apart || b.size - a.size || (a.text < b.text ? -1 : 1));
	return sorted.filter(({ apart, size }) => apart === sorted[0].apart && size >= sorted[0].size - 4).slice(0, mostCorrections).map(({ text }) => text);
}

// halves are two words that were written as one, both of at least two letters, the more pages the rarer of them has the better.
export function halves(lists, word) {
	const first = [], second = [];
	for (const { words, sizes, counts } of lists)
		words.forEach((text, i) => {
			if (counts && word.startsWith(text)) first[text.length] = sizes[i];
			if (!counts && word.endsWith(text)) second[word.length - text.length] = sizes[i];
		});
	let best = 1, at = 0;
	for (let i = 2; i < word.length - 1; i++) {
		const both = Math.min(first[i] ?? 0, second[i] ?? 0);
		if (both > best) [best, at] = [both, i];
	}
	return at ? [word.slice(0, at), word.slice(at)] : undefined;
}
