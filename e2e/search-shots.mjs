// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Takes pictures of the search of a built site: node search-shots.mjs ADDRESS PAGE WORDS FOLDER NAME [LANGUAGE]. The dialog is opened over PAGE.
import { chromium } from 'playwright-core';

const [address, at, words, folder, name, lang = ''] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });
const phone = { viewport: { width: 390, height: 800 }, isMobile: true, hasTouch: true };

for (const [kind, options] of Object.entries({ '': {}, '-dark': { colorScheme: 'dark' }, '-phone': phone })) {
	const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, ...options });
	await page.goto(address + at);
	await page.keyboard.press('/');
	await page.screenshot({ path: `${folder}/${name}-open${kind}.png` });
	await page.keyboard.type(words);
	await page.locator('.cp-dialog [aria-selected=true]').waitFor();
	await page.screenshot({ path: `${folder}/${name}-dialog${kind}.png` });
	await page.goto(`${address}search/index.html?q=${encodeURIComponent(words)}&lang=${lang}`);
	await page.locator('.cp-cards li').first().waitFor();
	await page.locator('.cp-filters summary').nth(1).click();
	await page.locator('.cp-filters [open] label').first().waitFor();
	await page.screenshot({ path: `${folder}/${name}-page${kind}.png` });
	await page.goto(`${address}search/index.html?q=zyzzyva&lang=${lang}`);
	await page.locator('.cp-told p').first().waitFor();
	await page.screenshot({ path: `${folder}/${name}-nothing${kind}.png` });
	await page.close();
}
await browser.close();
