// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Reads the payloads of shards; generator/search says their form. Whatever does not hold is thrown, and becomes a problem in load.js.

import { bytesOf } from "./terms.mjs";

const decoder = new TextDecoder();
export const maxSlots = 1 << 28;
export const tierBase = 2048;

class Reader {
	constructor(bytes, family) {
		this.bytes = bytes;
		this.at = 1;
		if (bytes[0] !== family.charCodeAt(0)) this.fail();
	}

	fail() {
		throw new RangeError("not in the form of a search index");
	}

	number() {
		let n = 0;
		for (let shift = 0; ; shift += 7) {
			const byte = this.bytes[this.at++];
			if (byte === undefined || shift > 28) this.fail();
			n += (byte & 127) * 2 ** shift;
			if (byte < 128) break;
		}
		return n < 2 ** 31 ? n : this.fail();
	}

	// count reads how many of something follow that have at least size bytes each.
	count(size) {
		const n = this.number();
		return n <= (this.bytes.length - this.at) / size ? n : this.fail();
	}

	take(n) {
		if (n > this.bytes.length - this.at) this.fail();
		return this.bytes.subarray(this.at, (this.at += n));
	}

	text() {
		return decoder.decode(this.take(this.number()));
	}

	numbers(n) {
		if (n > this.bytes.length - this.at) this.fail();
		return Int32Array.from({ length: n }, () => this.number());
	}

	// sorted reads texts that ascend.
	sorted() {
		const last = new Uint8Array(256);
		let length = 0;
		return Array.from({ length: this.count(2) }, () => {
			const shared = this.number(), rest = this.take(this.number());
			if (shared > length || shared + rest.length > last.length) this.fail();
			last.set(rest, shared);
			length = shared + rest.length;
			return decoder.decode(last.subarray(0, length));
		});
	}

	// slots reads n slots that ascend.
	slots(n) {
		if (n > this.bytes.length - this.at) this.fail();
		const slots = new Int32Array(n);
		for (let i = 0, last = -1; i < n; i++) {
			last += this.number() + 1;
			if (last >= maxSlots) this.fail();
			slots[i] = last;
		}
		return slots;
	}

	// skip passes n numbers.
	skip(n) {
		const { bytes } = this;
		for (; n > 0; n--) {
			while (bytes[this.at] > 127) this.at++;
			this.at++;
		}
		if (this.at > bytes.length) this.fail();
	}

	end(value) {
		return this.at === this.bytes.length ? value : this.fail();
	}
}

// readTerms gives a function from a term to the pages that have it: {count, slots, weights}, or undefined. Nothing is decoded before it is asked for.
export function readTerms(bytes) {
	const reader = new Reader(bytes, "t");
	const terms = reader.sorted();
	const counts = reader.numbers(terms.length);
	const places = new Map();
	let total = 0;
	for (let i = 0; i < terms.length; i++) {
		const n = Math.min(counts[i], tierBase);
		places.set(terms[i], [counts[i], reader.at, total]);
		reader.skip(n);
		total += n;
	}
	const weights = reader.take(total);
	reader.end();
	return (term) => {
		const place = places.get(term);
		if (!place) return;
		const [count, at, from] = place, n = Math.min(count, tierBase);
		reader.at = at;
		return { count, slots: reader.slots(n), weights: weights.subarray(from, from + n) };
	};
}

export function readTail(bytes) {
	const reader = new Reader(bytes, "x");
	reader.text();
	const n = reader.count(2);
	return reader.end({ slots: reader.slots(n), weights: reader.take(n) });
}

// readWords gives words with how many pages have them, and how many of these in a title.
export function readWords(bytes) {
	const reader = new Reader(bytes, "w");
	const words = reader.sorted();
	return reader.end({ words, counts: reader.numbers(words.length), titled: reader.numbers(words.length) });
}

// readReversed gives words, turned round again, with the number of bits of how many pages have them.
export function readReversed(bytes) {
	const reader = new Reader(bytes, "r");
	const words = reader.sorted().map(reverse);
	return reader.end({ words, sizes: reader.take(words.length) });
}

export const reverse = (text) => [...text].reverse().join("");

// readFacet gives values with the pages that have them: [{value, text, pages}].
export function readFacet(bytes) {
	const reader = new Reader(bytes, "f");
	const list = Array.from({ length: reader.count(3) }, () => ({ value: reader.text(), text: reader.text() }));
	for (const entry of list) entry.pages = reader.slots(reader.count(1));
	return reader.end(list);
}

export const readJSON = (bytes) => JSON.parse(decoder.decode(bytes));

const trees = new Map(); // as they were read, by how they are written

// branches makes of a tree's bits pairs of what lies below, down to true for a leaf that is a file and false for one that is none.
function branches(tree) {
	if (trees.has(tree)) return trees.get(tree);
	const bits = Array.from({ length: 4 * tree.length }, (_, i) => (parseInt(tree[i >> 2], 16) >> (3 - (i & 3))) & 1);
	let at = 0;
	const node = (depth) => {
		if (at >= bits.length || depth > 320) throw new RangeError("not a tree");
		return bits[at++] ? [node(depth + 1), node(depth + 1)] : bits[at++] === 1;
	};
	const root = node(0);
	trees.set(tree, root);
	return root;
}

// leaves are the names of those leaves of a tree that may have terms that begin so; with exact, of the one that would have this very term.
export function leaves(tree, prefix, exact) {
	const wanted = bytesOf(prefix), limit = exact ? Infinity : 8 * wanted.length, found = [];
	const walk = (node, way) => {
		if (node === true) found.push(nameOf(way));
		else if (node) {
			const depth = way.length, bit = (wanted[depth >> 3] >> (7 - (depth & 7))) & 1;
			if (depth >= limit || !bit) walk(node[0], way + "0");
			if (depth >= limit || bit) walk(node[1], way + "1");
		}
	};
	walk(branches(tree), "");
	return found;
}

function nameOf(way) {
	const whole = way.length >> 3;
	return named(Array.from({ length: whole }, (_, i) => parseInt(way.slice(8 * i, 8 * i + 8), 2))) + "-" + way.slice(8 * whole);
}

// named is how bytes stand in the name of a file.
export const named = (bytes) =>
	Array.from(bytes, (byte) => {
		const c = String.fromCharCode(byte);
		return /[a-z0-9]/.test(c) ? c : "_" + byte.toString(16).padStart(2, "0");
	}).join("");
