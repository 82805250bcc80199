// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// What a search costs the reader: node bytes.mjs SITE [--only …] [--json FILE]. SITE is a built site. For each of ten queries, with an empty cache, the bytes that a
// server which compresses sends from the first use to ten shown results: client, index and texts, headers left out.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { read, sizes } from './pages.mjs';
import { lunrPeer, miniIndex, pagefindIndex } from './peers.mjs';
import { serve } from './serve.mjs';

// The ten of ../shared/bench/search, words of its corpus; and as many for a commons of real English.
const generated = ['water', 'seed ledger', 'consent', 'stewardship', 'rotating', 'conflict care', 'lantern', 'governance budget', 'drieplition', 'mesh radio sensor'];
const english = ['water', 'seed bank', 'consent', 'stewardship', 'rotating', 'conflict care', 'lantern', 'participatory budgeting', 'permaculture', 'mesh network sensor'];
const require = createRequire(import.meta.url);
const { values, positionals } = parseArgs({ allowPositionals: true, options: {
	only: { type: 'string' }, json: { type: 'string' }, work: { type: 'string', default: join(tmpdir(), 'commonplace-bench') },
} });
const site = resolve(positionals[0]);
const wanted = (name) => !values.only || values.only.split(',').includes(name);
const middle = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const total = (sent) => [...sent.values()].reduce((a, b) => a + b, 0);
const kB = (n) => +(n / 1000).toFixed(1);
const pages = read(site);
const queries = /^\d+$/.test(basename(site)) ? generated : english;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });

// cold asks each query in a browser that has seen nothing but one page, and counts what the server sent from then on.
async function cold(folder, first, ask) {
	const server = await serve(folder, (lang) => `<!doctype html><html lang="${lang}"><meta charset="utf-8"><title>q</title></html>`);
	const rows = [];
	for (const q of queries) {
		const context = await browser.newContext();
		const page = await context.newPage();
		await page.goto(server.address + first, { waitUntil: 'networkidle' });
		server.sent.clear();
		const hits = await ask(page, q);
		await page.waitForTimeout(50); // what a worker still fetches
		rows.push({ q, shown: hits, bytes: total(server.sent), requests: server.sent.size });
		await context.close();
	}
	server.close();
	return rows;
}

const table = {}, all = {};
const note = (name, rows, index) => {
	all[name] = { rows, index };
	table[name] = rows
		? { 'one word': kB(middle(rows.filter((r) => !r.q.includes(' ')).map((r) => r.bytes))), 'two words': kB(middle(rows.filter((r) => r.q.split(' ').length === 2).map((r) => r.bytes))),
			median: kB(middle(rows.map((r) => r.bytes))), most: kB(Math.max(...rows.map((r) => r.bytes))), requests: middle(rows.map((r) => r.requests)), 'index MB': +(index.bytes / 1e6).toFixed(1), files: index.files }
		: { median: kB(index.gzip), 'index MB': +(index.bytes / 1e6).toFixed(1), files: 1 };
};
if (wanted('Commonplace')) {
	const { inDialog, onPage } = await import('./ours.mjs');
	for (const [name, ask] of [['Commonplace, dialog', inDialog], ['Commonplace, its page', onPage]]) {
		const rows = await cold(site, 'index.html', ask);
		console.table(rows);
		note(name, rows, sizes(join(site, 'search')));
	}
}
if (wanted('Pagefind')) {
	const folder = pagefindIndex(pages, join(values.work, basename(site)));
	const rows = await cold(folder, 'ask/en', (page, q) => page.evaluate(async (q) => {
		const pagefind = await import('/pagefind/pagefind.js');
		await pagefind.options({});
		const found = await pagefind.search(q);
		await Promise.all(found.results.slice(0, 10).map((r) => r.data()));
		return Math.min(found.results.length, 10);
	}, q));
	console.table(rows);
	note('Pagefind', rows, sizes(join(folder, 'pagefind'), (name) => !/-ui\.|highlight/.test(name)));
}
const transfer = (library, index) => ({ gzip: gzipSync(readFileSync(require.resolve(library))).length + gzipSync(index).length, bytes: Buffer.byteLength(index) });
if (wanted('MiniSearch')) note('MiniSearch', null, transfer('minisearch', JSON.stringify(miniIndex(pages))));
if (wanted('Lunr')) {
	const indexes = [...lunrPeer(pages).all.values()].map((index) => JSON.stringify(index));
	note('Lunr', null, transfer('lunr/lunr.min.js', indexes.join('')));
}
const html = sizes(site, (name) => name.endsWith('.html'));
console.log(`${basename(site)}: ${pages.length} pages, ${(html.bytes / 1e6).toFixed(1)} MB of HTML; kB that a server with gzip sends for a query`);
console.table(table);
await browser.close();
if (values.json) writeFileSync(values.json, JSON.stringify({ site: basename(site), pages: pages.length, html: html.bytes, table, all }, null, '\t') + '\n');
