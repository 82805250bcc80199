// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// The search of the site itself: the script that browsers run, over the index that lies in the built site.
import { openEngine } from '../engine.mjs';
import { shown } from './peers.mjs';

export function ours(site) {
	const { ask } = openEngine(site);
	return { name: 'Commonplace', ask: async (text, lang) => (await ask({ text, lang, limit: shown })).results.map((r) => r.url), close() {} };
}

const seen = async (page, results) => {
	await page.waitForSelector(results);
	await page.waitForLoadState('networkidle');
	return page.locator(results).count();
};

// inDialog asks in the dialog of a page that is open, as its first use: with a key, and the query put in at once.
export async function inDialog(page, q) {
	await page.keyboard.press('/');
	await page.keyboard.insertText(q);
	return seen(page, '.cp-dialog [role=option]');
}

// onPage opens the page that searches, by a link.
export async function onPage(page, q) {
	await page.goto(new URL('/search/index.html?q=' + encodeURIComponent(q), page.url()).href);
	return seen(page, '.cp-cards > li');
}
