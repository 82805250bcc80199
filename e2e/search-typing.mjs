// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Measures how long readers wait: node search-typing.mjs FOLDER [SLOWDOWN]. It serves a built site from here, compressed and without delay, types words
// into the dialog in Chromium slowed down by 4, and prints from a key to the frame that shows its results: cold, for the first word of a fresh
// browser, typed or pasted whole; and warm, letter by letter, for words typed before.
import { createServer } from 'node:http';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createGzip } from 'node:zlib';
import { chromium } from 'playwright-core';

const [folder, slowdown = '4'] = process.argv.slice(2);
const queries = ['peer production', 'water rights', 'governance', 'commons licence', 'open source', 'trust network', 'community land', 'review', 'decision making', 'energy cooperative'];
const kinds = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const server = createServer((request, response) => {
	const file = path.join(folder, path.normalize(decodeURIComponent(request.url.split('?')[0])));
	const stream = createReadStream(file);
	stream.on('error', () => response.writeHead(404).end());
	stream.on('open', () => {
		response.writeHead(200, { 'Content-Type': kinds[path.extname(file)] || 'application/octet-stream', 'Content-Encoding': 'gzip', 'Cache-Control': 'max-age=600' });
		stream.pipe(createGzip()).pipe(response);
	});
}).listen(0);
const address = `http://127.0.0.1:${server.address().port}/`;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });
const middle = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
const round = (n) => Math.round(n * 10) / 10;

async function open() {
	const context = await browser.newContext({ viewport: { width: 1200, height: 800 } });
	const page = await context.newPage();
	await page.goto(address + 'index.html');
	const session = await context.newCDPSession(page);
	await session.send('Emulation.setCPUThrottlingRate', { rate: Number(slowdown) });
	// The answer to a text is there when the list has changed after its input; it is seen in the frame after that.
	await page.evaluate(() => {
		self.painted = (text) => new Promise((done) => {
			const field = document.querySelector('.cp-dialog input');
			const began = performance.now();
			const look = new MutationObserver(() => {
				if (document.querySelector('.cp-dialog [role=option]:not([data-query])') && document.querySelector('.cp-dialog [role=listbox]').ariaBusy !== 'true') {
					look.disconnect();
					requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
				}
			});
			look.observe(document.querySelector('.cp-dialog'), { childList: true, subtree: true, attributes: true });
			field.value = text;
			field.dispatchEvent(new Event('input'));
		});
	});
	return page;
}

const cold = [];
for (const query of queries) {
	const page = await open();
	await page.keyboard.press('/');
	cold.push(await page.evaluate((query) => {
		const began = performance.now();
		const field = document.querySelector('.cp-dialog input');
		field.value = query;
		queueMicrotask(() => field.dispatchEvent(new Event('input'))); // if what searches is there already
		return new Promise((done) => {
			const look = new MutationObserver(() => {
				if (document.querySelector('.cp-dialog [aria-selected=true]')) {
					look.disconnect();
					requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
				}
			});
			look.observe(document.body, { childList: true, subtree: true, attributes: true });
		});
	}, query));
	await page.context().close();
}

const warm = [];
const page = await open();
await page.keyboard.press('/');
await page.waitForSelector('.cp-dialog [role=listbox]', { state: 'attached' });
for (const again of [false, true]) {
	for (const query of queries) {
		for (let n = 3; n <= query.length; n++) {
			const took = await page.evaluate((text) => Promise.race([painted(text), new Promise((done) => setTimeout(done, 4000, -1))]), query.slice(0, n));
			if (again && took >= 0) {
				warm.push(took);
			}
		}
	}
}
await browser.close();
server.close();
console.log(JSON.stringify({ folder: path.basename(folder), slowdown: Number(slowdown), cold: { n: cold.length, median: round(middle(cold)), worst: round(Math.max(...cold)) }, warm: { n: warm.length, median: round(middle(warm)), worst: round(Math.max(...warm)) } }));
