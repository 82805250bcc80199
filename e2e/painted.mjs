// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Measures from a saved file to its new text on the screen: node painted.mjs ADDRESS PAGE FILE TIMES. PAGE is the address of the page below
// ADDRESS, FILE where its text lies. It prints the milliseconds of each edit, as JSON, and leaves the file as it was.
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const [address, name, file, times] = process.argv.slice(2);
const was = readFileSync(file, 'utf8');
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });
const took = [];
try {
	const page = await browser.newPage({ viewport: { width: 1000, height: 600 } });
	await page.goto(address + name);
	await page.waitForSelector('#cp-preview', { state: 'attached' });
	for (let n = 0; n < Number(times); n++) {
		const word = `painted-${process.pid}-${n}-`;
		// The first frame after the text has come is the one that is seen.
		const painted = page.evaluate((word) => new Promise((done) => {
			new MutationObserver((_, observer) => {
				if (document.body.textContent.includes(word)) {
					observer.disconnect();
					requestAnimationFrame(() => setTimeout(() => done(performance.timeOrigin + performance.now())));
				}
			}).observe(document.body, { childList: true, subtree: true, characterData: true });
		}), word);
		await page.waitForTimeout(500);
		const began = performance.timeOrigin + performance.now();
		writeFileSync(file, `${was}\nA ${word} here.\n`);
		took.push(Math.round((await painted) - began));
	}
} finally {
	writeFileSync(file, was);
	await browser.close();
}
console.log(JSON.stringify(took));
