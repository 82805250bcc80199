// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Feeds the reader of a site's search index what is no index: node search-fuzz.mjs SITE LANG SECONDS. Whatever a shard holds, questions get an answer, and soon;
// what can't be read is told as a problem.
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";
import { openEngine } from "./engine.mjs";
import { read } from "../themes/default/_search/read.mjs";

const [site, lang, seconds] = process.argv.slice(2);
const root = path.join(site, "search");
const names = fs.readdirSync(path.join(root, lang), { recursive: true }).filter((name) => name.endsWith(".js") && name !== "meta.js").sort();

const unpack = (text) => {
	const bytes = Buffer.alloc((7 * text.length) >> 3);
	for (let i = 0, at = 0, held = 0, n = 0; i < text.length; i++) {
		held = (held << 7) | (text.charCodeAt(i) & 127);
		if ((n += 7) >= 8) bytes[at++] = held >> (n -= 8);
	}
	return bytes;
};
const pack = (bytes) => {
	let text = "";
	const put = (v) => { text += String.fromCharCode([0, 10, 13, 34, 92].includes(v) ? v + 256 : v); };
	let held = 0, n = 0;
	for (const byte of bytes) for (held = (held << 8) | byte, n += 8; n >= 7; n -= 7) put((held >> (n - 7)) & 127);
	if (n > 0) put((held << (7 - n)) & 127);
	return text;
};

let seed = 6;
const random = (n) => {
	seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
	return Math.floor((seed / 2 ** 32) * n);
};

// damaged changes a few bytes, cuts, or puts in what a length must not be.
function damaged(bytes) {
	const copy = Buffer.from(bytes);
	for (let n = random(4); n >= 0; n--) copy[random(copy.length)] = [0, 127, 128, 255, random(256)][random(5)];
	return random(3) ? copy : copy.subarray(0, random(copy.length));
}

const payloads = names.map((name) => [name, zlib.inflateRawSync(unpack(/"([^"]*)"[^"]*$/.exec(fs.readFileSync(path.join(root, lang, name), "utf8"))[1]))]);
const end = Date.now() + 1000 * seconds;
let runs = 0, slowest = 0, asked = 0, told = 0;
const fail = (what) => {
	console.error(what);
	process.exit(1);
};

// The reader gives something or throws, and is done in no time.
for (; Date.now() < end - 500 * seconds; runs++) {
	const [name, bytes] = payloads[random(payloads.length)], bad = damaged(bytes), start = performance.now();
	try {
		const value = read(name.slice(0, -3), bad);
		if (typeof value === "function") value("water");
	} catch (fault) {
		if (!(fault instanceof RangeError || fault instanceof SyntaxError)) fail(`${name}: ${fault.stack}\n${bad.toString("base64")}`);
	}
	slowest = Math.max(slowest, performance.now() - start);
}

// Questions are answered by an index of which each file may be damaged, as bytes or before they were packed.
const words = fs.readFileSync(path.join(site, "index.html"), "utf8").match(/\p{L}{3,}/gu);
while (Date.now() < end) {
	const { ask } = openEngine(site, (name, bytes) => {
		if (!bytes || !name.startsWith(lang + "/") || name.endsWith("meta.js") || random(3)) return bytes;
		if (random(2)) return damaged(bytes);
		const payload = payloads.find(([other]) => lang + "/" + other === name)[1];
		return Buffer.from(`cp$("${name.slice(0, -3)}","${pack(zlib.deflateRawSync(damaged(payload)))}");\n`);
	});
	for (let n = 0; n < 4; n++, asked++) {
		const text = [words[random(words.length)], words[random(words.length)]].join(" ").slice(0, -random(3) || undefined);
		const answer = await ask({ lang, text, facets: true }).catch((fault) => fail(`${text}: ${fault.stack}`));
		if (!Array.isArray(answer.results)) fail(`${text}: ${JSON.stringify(answer)}`);
		if (answer.problems.length) told++;
	}
}
if (!runs || !told) fail("nothing was tried");
console.log(JSON.stringify({ runs, slowest, asked, told }));
