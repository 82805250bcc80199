// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// How far two words are apart: in letters left out, put in, replaced, or changed with their neighbour (Damerau and Levenshtein, each place touched once).

const rows = [[], [], []];

// distance is at most limit + 1, which stands for anything more. Words are at most 62 units of UTF-16.
export function distance(a, b, limit) {
	const n = a.length, m = b.length;
	if (n - m > limit || m - n > limit) return limit + 1;
	let [before, last, row] = rows;
	for (let j = 0; j <= m; j++) last[j] = j;
	for (let i = 1; i <= n; i++) {
		row[0] = i;
		let least = i;
		const c = a.charCodeAt(i - 1);
		for (let j = 1; j <= m; j++) {
			const d = b.charCodeAt(j - 1);
			let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (c === d ? 0 : 1));
			if (i > 1 && j > 1 && c === b.charCodeAt(j - 2) && d === a.charCodeAt(i - 2)) cost = Math.min(cost, before[j - 2] + 1);
			row[j] = cost;
			if (cost < least) least = cost;
		}
		if (least > limit) return limit + 1;
		[before, last, row] = [last, row, before];
	}
	return Math.min(last[m], limit + 1);
}
