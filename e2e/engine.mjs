// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// The script that searches, in Node instead of a browser's worker: the same file, reading a built site.
import fs from "node:fs";
import path from "node:path";
import vm from "node:vm";
import { fileURLToPath, pathToFileURL } from "node:url";

const scripts = new URL("../themes/default/search/", import.meta.url);

// openEngine gives ask(question) for the site in a folder, and what files were read. read may change what is read: it gets a path below search/ and its
// bytes, or undefined where there is no such file.
export function openEngine(site, read = (name, bytes) => bytes) {
	const base = pathToFileURL(path.resolve(site, "search") + path.sep).href;
	const files = [];
	const bytesOf = (url) => {
		const name = decodeURIComponent(url.slice(base.length));
		const file = fileURLToPath(url);
		const bytes = read(name, fs.existsSync(file) ? fs.readFileSync(file) : undefined);
		files.push({ name, bytes: bytes?.length });
		return bytes;
	};
	const waiting = new Map();
	const context = vm.createContext({ Blob, DecompressionStream, WritableStream, TextEncoder, TextDecoder, URL, console, location: { href: base + "engine.js" } });
	context.self = context;
	context.fetch = async (url) => {
		const bytes = bytesOf(url);
		return { ok: bytes !== undefined, text: async () => new TextDecoder().decode(bytes) };
	};
	context.importScripts = (url) => {
		const bytes = bytesOf(url);
		if (bytes === undefined) throw new Error("no such file");
		vm.runInContext(String(bytes), context, { filename: url });
	};
	context.postMessage = ([number, answer, fault]) => {
		const [good, bad] = waiting.get(number) ?? [];
		waiting.delete(number);
		if (fault) bad(new Error(fault));
		else good?.(answer);
	};
	vm.runInContext(fs.readFileSync(new URL("engine.js", scripts), "utf8"), context, { filename: "engine.js" });
	let number = 0;
	const ask = (question) => new Promise((good, bad) => {
		waiting.set(++number, [good, bad]);
		context.onmessage({ data: [number, question] });
	});
	return { ask, files };
}

// node engine.mjs SITE LANG: questions as lines of JSON, or as plain text, on stdin; answers as lines of JSON on stdout.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const { ask } = openEngine(process.argv[2]);
	for (const line of fs.readFileSync(0, "utf8").split("\n").filter(Boolean))
		console.log(JSON.stringify(await ask({ lang: process.argv[3], ...(line.startsWith("{") ? JSON.parse(line) : { text: line }) })));
}
