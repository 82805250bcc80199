// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Brings shards. A shard is a script of one call with its name and its bytes, cp$("en/t-ab", "…"), where the bytes are raw deflate, seven bits a character: so the same
// file can be fetched in a worker and run as a script where nothing can be fetched, which is where pages are opened as files.

// No shard is larger than this, whatever it says; the writer keeps far below.
const most = 8 << 20;
// So many shards are kept; a page of results needs about twenty.
const kept = 512;

const page = self.document;
let base = "";
const said = new Map(); // what scripts have called with, until it is taken
const shards = new Map(); // by name, the promise of what was read; the least lately used comes first

self.cp$ = (name, value) => said.set(name, value);

// Damage is a shard that is missing or can't be read: a problem to tell, never an end of the search.
export class Damage extends Error {
	constructor(shard, missing) {
		super(shard);
		this.missing = missing;
	}
}

export const setBase = (url) => { base = url; };

// run loads a script, of the page or of the worker.
async function run(path) {
	const url = base + path;
	if (!page) return importScripts(url);
	const script = page.createElement("script");
	const loaded = new Promise((done, refuse) => {
		script.onload = done;
		script.onerror = refuse;
	});
	script.src = url;
	page.head.append(script);
	await loaded;
	script.remove();
}

// call gives what the script of that name says.
export async function call(name, path = name) {
	try {
		await run(path + ".js");
	} catch {
		throw new Damage(name, true);
	}
	const value = said.get(name);
	said.delete(name);
	if (value === undefined) throw new Damage(name);
	return value;
}

// payload brings the text between the last quotes of a shard.
async function payload(name) {
	if (page) return call(name);
	let text;
	try {
		const response = await fetch(base + name + ".js");
		if (!response.ok) throw 0;
		text = await response.text();
	} catch {
		throw new Damage(name, true);
	}
	const end = text.lastIndexOf('"'), begin = text.lastIndexOf('"', end - 1);
	if (begin < 0) throw new Damage(name);
	return text.slice(begin + 1, end);
}

export async function inflate(bytes) {
	const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
	const parts = [];
	let size = 0;
	for (;;) {
		const { done, value } = await reader.read();
		if (done) break;
		parts.push(value);
		if ((size += value.length) > most) {
			reader.cancel().catch(() => {});
			throw new RangeError("too large");
		}
	}
	if (parts.length === 1) return parts[0];
	const all = new Uint8Array(size);
	let at = 0;
	for (const part of parts) {
		all.set(part, at);
		at += part.length;
	}
	return all;
}

// unpack gives the bytes that a text has seven bits a character of, from the highest of the first byte.
function unpack(text) {
	const bytes = new Uint8Array((7 * text.length) >> 3);
	for (let i = 0, at = 0, held = 0, n = 0; i < text.length; i++) {
		held = (held << 7) | (text.charCodeAt(i) & 127);
		if ((n += 7) >= 8) bytes[at++] = held >> (n -= 8);
	}
	return bytes;
}

// shard gives what read makes of the bytes of a shard. One that fails is asked for again the next time.
export function shard(name, read) {
	let known = shards.get(name);
	if (!known) {
		known = (async () => {
			const text = await payload(name);
			try {
				return read(await inflate(unpack(text)));
			} catch {
				throw new Damage(name);
			}
		})();
		known.catch(() => shards.delete(name));
	}
	shards.delete(name);
	shards.set(name, known);
	if (shards.size > kept) shards.delete(shards.keys().next().value);
	return known;
}
