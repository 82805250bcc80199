// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// The machine that Snowball's algorithms run on: a word, a cursor in it, and a slice between bra and ket. It keeps Snowball's own names, since the
// routines of a language are put in below by e2e/scripts.mjs, as npm's snowball-stemmers holds them. One file is made for each language.

let current = "", cursor = 0, limit = 0, limit_backward = 0, bra = 0, ket = 0;

const holds = (set, min, at) => {
	const bit = current.charCodeAt(at) - min;
	return (set[bit >> 3] & (1 << (bit & 7))) !== 0;
};

const in_grouping = (set, min) => cursor < limit && holds(set, min, cursor) && ++cursor > 0;
const out_grouping = (set, min) => cursor < limit && !holds(set, min, cursor) && ++cursor > 0;
const in_grouping_b = (set, min) => cursor > limit_backward && holds(set, min, cursor - 1) && cursor-- > 0;
const out_grouping_b = (set, min) => cursor > limit_backward && !holds(set, min, cursor - 1) && cursor-- > 0;

const eq_s = (text) => {
	if (cursor + text.length > limit || !current.startsWith(text, cursor)) return false;
	cursor += text.length;
	return true;
};

const eq_s_b = (text) => {
	const at = cursor - text.length;
	if (at < limit_backward || !current.startsWith(text, at)) return false;
	cursor = at;
	return true;
};

// among makes a table of endings or beginnings: by result, the strings, and those that a routine must agree to.
const among = (results, routines = {}) => {
	const table = new Map();
	let longest = 0;
	for (const result in results)
		for (const text of results[result].split(" ")) {
			table.set(text, [+result, routines[text]]);
			longest = Math.max(longest, text.length);
		}
	return [table, longest];
};

// find takes the longest string of the table that stands before or after the cursor; zero is none.
const find = ([table, longest], room, sign) => {
	const from = cursor;
	for (let n = Math.min(longest, room); n >= 0; n--) {
		const to = from + sign * n;
		const hit = table.get(sign > 0 ? current.slice(from, to) : current.slice(to, from));
		if (!hit) continue;
		cursor = to;
		const agreed = !hit[1] || hit[1]();
		cursor = to;
		if (agreed) return hit[0];
	}
	return 0;
};

const find_among = (table) => find(table, limit - cursor, 1);
const find_among_b = (table) => find(table, cursor - limit_backward, -1);

const replace_s = (from, to, text) => {
	const change = text.length - (to - from);
	current = current.slice(0, from) + text + current.slice(to);
	limit += change;
	if (cursor >= to) cursor += change;
	else if (cursor > from) cursor = from;
	return change;
};

const slice_from = (text) => replace_s(bra, ket, text);
const slice_del = () => slice_from("");
const slice_to = () => current.slice(bra, ket);

const insert = (from, to, text) => {
	const change = replace_s(from, to, text);
	if (from <= bra) bra += change;
	if (from <= ket) ket += change;
};

//@language

cp$("stem", (word) => {
	current = word;
	cursor = limit_backward = bra = 0;
	limit = ket = word.length;
	reset();
	stem();
	return current;
});
