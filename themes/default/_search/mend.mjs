// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// What a word may become, and what it may have been meant for, by the dictionary of words.

import { distance } from "./typo.mjs";

// So many leaves of the dictionary are brought for one word; where more would be needed, only the one that would have the word.
const mostLeaves = 4;

export const sizeOf = (count) => 32 - Math.clz32(count);

// byOrder compares by keys in turn: numbers ascend, then texts by their bytes.
const byOrder = (a, b) => {
	for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
	return 0;
};

// completions are words that begin so, the most promising first: {word, count}. Lists are w leaves in their order.
export function completions(lists, word, most) {
	const found = [];
	for (const { words, counts, titled } of lists)
		for (let i = 0; i < words.length; i++)
			if (words[i].startsWith(word) && words[i] !== word) found.push({ word: words[i], count: counts[i], key: counts[i] + 8 * titled[i] });
	return found.sort((a, b) => b.key - a.key).slice(0, most);
}

// corrections are words near to one, the likeliest first: {word, size}, size being the number of bits of how many pages have it. Ahead are fewer
// mistakes, then the same first letter, then more pages. An open word may also be the beginning of one, which counts as half a mistake.
export function corrections(lists, turned, word, open, least = 0) {
	const limit = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
	if (!limit) return [];
	const found = new Map();
	const look = (text, size, whole) => {
		if (text === word || size < least) return;
		let apart = 2 * distance(word, text, limit);
		if (!whole && open && text.length > word.length)
			for (let n = word.length - 1; n <= word.length + 1; n++) apart = Math.min(apart, 2 * distance(word, text.slice(0, n), limit) + 1);
		if (apart <= 2 * limit + 1 && apart >= 2) found.set(text, [apart, text[0] === word[0] ? 0 : 1, -size, text]);
	};
	for (const { words, sizes } of turned) words.forEach((text, i) => look(text, sizes[i], true));
	for (const { words, counts } of lists) words.forEach((text, i) => look(text, sizeOf(counts[i]), false));
	const sorted = [...found.values()].sort(byOrder);
	if (!sorted.length) return [];
	const [apart, other, size] = sorted[0];
	return sorted.filter((key) => key[0] === apart && key[1] === other && key[2] <= size + 3).slice(0, 3).map(([, , size, word]) => ({ word, size: -size }));
}

// halves are two words that were written as one: the first from the list, the second from those turned round; both at least two letters, the more
// pages the rarer of them has the better.
export function halves(lists, turned, word) {
	const first = new Map(), second = new Map();
	for (const { words, counts } of lists) words.forEach((text, i) => word.startsWith(text) && first.set(text.length, sizeOf(counts[i])));
	for (const { words, sizes } of turned) words.forEach((text, i) => word.endsWith(text) && second.set(word.length - text.length, sizes[i]));
	let best = 0, at = 0;
	for (const [i, size] of first) {
		const both = Math.min(size, second.get(i) ?? 0);
		if (both > best || (both === best && i < at)) [best, at] = [both, i];
	}
	return best > 1 && at > 1 && word.length - at > 1 ? [word.slice(0, at), word.slice(at)] : undefined;
}

// leavesNear are those in which words near to one may be: all that begin as its first half does.
export function leavesNear(word, below, exact) {
	const letters = [...word];
	const list = below(letters.slice(0, Math.ceil(letters.length / 2)).join(""));
	return list.length > mostLeaves ? exact(word) : list;
}
