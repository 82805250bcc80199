// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Reads the payloads of shards; generator/search says their form. Whatever does not hold is thrown, and becomes a problem in load.mjs.

import { bytesOf } from "./terms.mjs";

const decoder = new TextDecoder();
const maxSlot = 2 ** 28 - 1;
export const tierBase = 2048;

export const sizeOf = (count) => 32 - Math.clz32(count);
export const reverse = (text) => [...text].reverse().join("");

// read gives what a payload holds, by the first letter of the name of its shard:
//   t  a function from a term to the pages that have it, {count, slots, weights}, or undefined; nothing is decoded before it is asked for
//   t  with a tier: {slots, weights}
//   w  {words, sizes, counts, titled}
//   r  {words, sizes}, words turned round again; a size is the number of bits of how many pages have a word
//   f  [{value, text, pages}]
//   others are JSON
export function read(name, bytes) {
	const family = /^t.*\./.test(name) ? "x" : /^[twrf]-/.test(name) ? name[0] : "";
	if (!family) return JSON.parse(decoder.decode(bytes));
	let at = 0;
	const fail = () => {
		throw new RangeError(name);
	};
	const number = () => {
		for (let n = 0, factor = 1; ; factor *= 128) {
			const byte = bytes[at++];
			if (byte === undefined || factor > 2 ** 28) fail();
			n += (byte & 127) * factor;
			if (byte < 128) return n < 2 ** 31 ? n : fail();
		}
	};
	// Everything that is counted has at least a byte.
	const count = (n = number()) => (n > bytes.length - at ? fail() : n);
	const take = (n = number()) => bytes.subarray(at, (at += count(n)));
	const text = () => decoder.decode(take());
	const list = (n, one) => Array.from({ length: n }, one);
	const sorted = () => {
		const last = new Uint8Array(256);
		let length = 0;
		return list(count(), () => {
			const shared = number(), rest = take();
			if (shared > length || shared + rest.length > 256) fail();
			last.set(rest, shared);
			return decoder.decode(last.subarray(0, (length = shared + rest.length)));
		});
	};
	const slots = (n) => {
		let last = -1;
		return Int32Array.from({ length: count(n) }, () => ((last += number() + 1) > maxSlot ? fail() : last));
	};

	if (take(1)[0] !== family.charCodeAt()) fail();
	let value;
	if (family === "f") {
		value = list(count(), () => ({ value: text(), text: text() }));
		for (const entry of value) entry.pages = slots();
	} else if (family === "x") {
		take();
		const n = count();
		value = { slots: slots(n), weights: take(n) };
	} else {
		const words = sorted(), n = words.length;
		if (family === "r") value = { words: words.map(reverse), sizes: take(n) };
		else {
			const counts = list(count(n), number);
			if (family === "w") value = { words, counts, sizes: counts.map(sizeOf), titled: list(count(n), number) };
			else {
				const places = new Map();
				let total = 0, weights;
				words.forEach((term, i) => {
					const n = Math.min(counts[i], tierBase);
					places.set(term, [counts[i], n, at, total]);
					total += n;
					for (let k = 0; k < n; at++) if (!(bytes[at] > 127)) k++;
				});
				weights = take(total);
				value = (term) => {
					const [count, n, from, before] = places.get(term) ?? [];
					if (!count) return;
					at = from;
					return { count, slots: slots(n), weights: weights.subarray(before, before + n) };
				};
			}
		}
	}
	return at === bytes.length ? value : fail();
}

const trees = new Map(); // as they were read, by how they are written

// branches makes of a tree's bits pairs of what lies below, down to true for a leaf that is a file and false for one that is none.
function branches(tree) {
	let at = 0;
	const bit = () => (parseInt(tree[at >> 2], 16) >> (3 - (at++ & 3))) & 1;
	const node = () => {
		if (at >= 4 * tree.length) throw new RangeError("tree");
		return bit() ? [node(), node()] : bit();
	};
	if (!trees.has(tree)) trees.set(tree, node());
	return trees.get(tree);
}

// leaves are the names of those leaves of a tree that may have terms that begin so; with exact, of the one that would have this very term.
export function leaves(tree, prefix, exact) {
	const wanted = bytesOf(prefix), found = [];
	const walk = (node, way) => {
		const depth = way.length, whole = depth >> 3;
		if (node === 1) found.push(named(list(way.slice(0, 8 * whole))) + "-" + way.slice(8 * whole));
		else if (node)
			for (const bit of [0, 1]) if ((!exact && whole >= wanted.length) || ((wanted[whole] >> (7 - (depth & 7))) & 1) === bit) walk(node[bit], way + bit);
	};
	const list = (bits) => (bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2));
	walk(branches(tree), "");
	return found;
}

// leafOf is the name of the leaf that would have a term, if there is one.
export const leafOf = (tree, term) => leaves(tree, term, true)[0];

// named is how bytes stand in the name of a file.
export const named = (bytes) => Array.from(bytes, (byte) => (/[a-z0-9]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : "_" + byte.toString(16).padStart(2, 0))).join("");
