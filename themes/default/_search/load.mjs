// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Brings shards. A shard is a script of one call with its name and its bytes, cp$("en/t-ab", "…"), where the bytes are raw deflate, seven bits a character: so
// the same file can be fetched in a worker and run as a script where nothing can be fetched, which is where pages are opened as files.

import { read } from "./read.mjs";

// No shard holds more than this, whatever it says; the writer keeps far below.
const most = 1 << 24;
// So many shards are kept; a page of results needs about twenty.
const kept = 512;

const page = self.document;
const base = new URL(".", page ? page.currentScript.src : self.location.href).href;
const said = new Map(); // what scripts have called with, until it is taken
const shards = new Map(); // by name, the promise of what was read; the least lately used comes first

self.cp$ = (name, value) => said.set(name, value);

// fault is a shard that is missing or can't be read: a problem to tell, never an end of the search.
export const fault = (shard, missing = false) => ({ shard, missing });

const lost = (name) => () => {
	throw fault(name, true);
};

// run loads a script, of the page or of the worker.
const run = async (url) => {
	if (!page) return importScripts(url);
	const script = page.createElement("script");
	await new Promise((done, refuse) => {
		script.onload = done;
		script.onerror = refuse;
		script.src = url;
		page.head.append(script);
	}).finally(() => script.remove());
};

// call gives what the script of a file says under its name; all stemmers say it under one.
export async function call(name) {
	await run(`${base}${name}.js`).catch(lost(name));
	const key = name.replace(/^stem-.*/, "stem"), value = said.get(key);
	said.delete(key);
	if (!value) throw fault(name);
	return value;
}

// fetched brings the text between the last quotes of a shard.
const fetched = async (name) => {
	const response = await fetch(`${base}${name}.js`).catch(lost(name));
	if (!response.ok) lost(name)();
	return /"([^"]*)"[^"]*$/.exec(await response.text())[1];
};

// inflated are the bytes of which a text has seven bits a character, from the highest of the first byte, inflated.
async function inflated(text) {
	const bytes = new Uint8Array((7 * text.length) >> 3);
	for (let i = 0, at = 0, held = 0, n = 0; i < text.length; i++) {
		held = (held << 7) | (text.charCodeAt(i) & 127);
		if ((n += 7) > 7) bytes[at++] = held >> (n -= 8);
	}
	const parts = [];
	let size = 0;
	const sink = new WritableStream({
		write(part) {
			parts.push(part);
			if ((size += part.length) > most) throw new RangeError("too large");
		},
	});
	await new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).pipeTo(sink);
	return new Uint8Array(await new Blob(parts).arrayBuffer());
}

// shard gives what is read of a shard. One that fails is asked for again the next time.
export function shard(name) {
	let known = shards.get(name);
	if (!known) {
		known = (page ? call(name) : fetched(name))
			.then(inflated)
			.then((bytes) => read(name.replace(/^[^/]*\//, ""), bytes))
			.catch(({ missing }) => {
				shards.delete(name);
				throw fault(name, missing);
			});
	}
	shards.delete(name);
	shards.set(name, known);
	if (shards.size > kept) shards.delete(shards.keys().next().value);
	return known;
}
