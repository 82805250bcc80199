// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// How well the search finds, beside its peers: node quality.mjs SITE [--n 300] [--only Pagefind,…] [--lang ja] [--json FILE] [--losses CLASS].
// SITE is a built site. It prints the mean reciprocal rank of each class of queries (1: always the first result).
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { read } from './pages.mjs';
import { make } from './queries.mjs';
import { lunrPeer, minisearch, pagefind, shown } from './peers.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: {
	n: { type: 'string', default: '300' }, only: { type: 'string' }, lang: { type: 'string' }, json: { type: 'string' }, losses: { type: 'string' },
	work: { type: 'string', default: join(tmpdir(), 'commonplace-bench') },
} });
const site = resolve(positionals[0]);
const pages = read(site);
const classes = make(values.lang ? pages.filter((p) => p.lang === values.lang) : pages, Number(values.n));
const wanted = (name) => !values.only || values.only.split(',').includes(name);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });
const engines = [
	['Commonplace', async () => (await import('./ours.mjs')).ours(site)],
	['Pagefind', () => pagefind(pages, join(values.work, basename(site)), browser)],
	['MiniSearch', () => minisearch(pages)],
	['Lunr', () => lunrPeer(pages)],
].filter(([name]) => wanted(name));

const table = Object.fromEntries(Object.entries(classes).map(([name, queries]) => [name, { queries: queries.length }]));
const losses = [];
for (const [name, open] of engines) {
	const began = performance.now();
	const engine = await open();
	const ready = performance.now() - began;
	for (const [kind, queries] of Object.entries(classes)) {
		let sum = 0;
		for (const { q, lang, want } of queries) {
			const found = await engine.ask(q, lang);
			const rank = found.findIndex((url) => want.includes(url)) + 1;
			sum += rank ? 1 / rank : 0;
			if (values.losses === kind && rank !== 1) losses.push({ engine: name, q, rank: rank || '-', first: found[0], want: want[0] });
		}
		table[kind][name] = +(sum / queries.length).toFixed(3);
	}
	await engine.close();
	console.error(`${name}: ready in ${(ready / 1000).toFixed(1)} s, asked in ${((performance.now() - began - ready) / 1000).toFixed(1)} s`);
}
await browser.close();
console.log(`${basename(site)}: ${pages.length} pages, ranks looked at: ${shown}`);
console.table(table);
if (losses.length) console.table(losses.slice(0, 60));
if (values.json) writeFileSync(values.json, JSON.stringify({ site: basename(site), pages: pages.length, table }, null, '\t') + '\n');
