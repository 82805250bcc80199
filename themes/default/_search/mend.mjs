// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// What a word may become, and what it may have been meant for, by the dictionary of words.

import { distance } from "./typo.mjs";

// So many leaves of the dictionary are brought for one word, from each side.
const mostLeaves = 4;
// So many words are tried in place of one.
const mostCorrections = 4;

export const sizeOf = (count) => 32 - Math.clz32(count);

// byOrder compares by keys in turn: numbers ascend, then texts by their bytes.
const byOrder = (a, b) => {
	for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
	return 0;
};

// alike leaves out words that are joined where what was typed is not.
const alike = (word, text) => /[._]/.test(word) || !/[._]/.test(text);

// completions are words that begin so, the most promising first: {word, count, titled}. Lists are w leaves in their order.
export function completions(lists, word, most) {
	const found = [];
	for (const { words, counts, titled } of lists)
		for (let i = 0; i < words.length; i++)
			if (words[i].startsWith(word) && words[i] !== word && alike(word, words[i])) found.push({ word: words[i], count: counts[i], titled: titled[i], key: counts[i] + 8 * titled[i] });
	return found.sort((a, b) => b.key - a.key).slice(0, most);
}

// corrections are words near to one, the likeliest first: {word, size}, size being the number of bits of how many pages have it. Ahead are fewer
// mistakes, then more pages, a word with the same first letter counting as if four times as many had it: first letters are seldom mistaken. An open word may
// also be the beginning of one, which counts as half a mistake.
export function corrections(lists, turned, word, open, least = 0) {
	const limit = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
	if (!limit) return [];
	const found = new Map();
	const look = (text, size, whole) => {
		if (text === word || size < least || !alike(word, text)) return;
		let apart = 2 * distance(word, text, limit);
		if (!whole && open && text.length > word.length)
			for (let n = word.length - 1; n <= word.length + 1; n++) apart = Math.min(apart, 2 * distance(word, text.slice(0, n), limit) + 1);
		if (apart <= 2 * limit + 1 && apart >= 2) found.set(text, [apart, -size - (text[0] === word[0] ? 2 : 0), text, size]);
	};
	for (const { words, sizes } of turned) words.forEach((text, i) => look(text, sizes[i], true));
	for (const { words, counts } of lists) words.forEach((text, i) => look(text, sizeOf(counts[i]), false));
	const sorted = [...found.values()].sort(byOrder);
	if (!sorted.length) return [];
	const [apart, first] = sorted[0];
	return sorted.filter((key) => key[0] === apart && key[1] <= first + 4).slice(0, mostCorrections).map(([, , word, size]) => ({ word, size }));
}

// halves are two words that were written as one: the first from the list, the second from those turned round; both at least two letters, the more
// pages the rarer of them has the better.
export function halves(lists, turned, word) {
	const first = new Map(), second = new Map();
	for (const { words, counts } of lists) words.forEach((text, i) => word.startsWith(text) && first.set(text.length, sizeOf(counts[i])));
	for (const { words, sizes } of turned) words.forEach((text, i) => word.endsWith(text) && second.set(word.length - text.length, sizes[i]));
	let best = 1, at = 0;
	for (let i = 2; i < word.length - 1; i++) {
		const both = Math.min(first.get(i) ?? 0, second.get(i) ?? 0);
		if (both > best) [best, at] = [both, i];
	}
	return at ? [word.slice(0, at), word.slice(at)] : undefined;
}

// leavesNear are those in which words near to one may be: all that begin as its first letters do, as few of them as give so many leaves and no more. Asked with the
// halves of a word and, turned round, of its end, which together are one letter shorter than it, they miss no word that is one mistake away.
export function leavesNear(word, letters, below) {
	const all = [...word];
	let list;
	do list = below(all.slice(0, letters).join(""));
	while (list.length > mostLeaves && letters++ < all.length);
	return list.slice(0, mostLeaves);
}
