// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Searches a built site with a browser wherever it stands: node search.mjs NAME ADDRESS CHECKS [NAME ADDRESS CHECKS]... It is run by a Go test,
// which builds the site and says where the first so many checks are enough. Every check says what it holds; the first that fails ends it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const args = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });

// open gives a page at an address, the requests that it has made, and what went wrong in it.
async function open(at, options = {}) {
	const { prepare, expected, ...context } = options;
	const c = await browser.newContext({ viewport: { width: 1000, height: 700 }, bypassCSP: false, ...context });
	const page = await c.newPage();
	const asked = [];
	const faults = [];
	page.on('request', (r) => asked.push(r.url()));
	page.on('pageerror', (e) => faults.push(String(e)));
	page.on('console', (m) => m.type() === 'error' && !expected?.test(m.text()) && !/worker-src 'none'/.test(m.text()) && faults.push(m.text()));
	await prepare?.(page, c);
	await page.goto(at);
	return { page, asked, faults, close: async () => {
		assert.deepEqual(faults, []);
		await c.close();
	} };
}

const options = (page) => page.locator('.cp-dialog [role=option]');
const chosen = (page) => page.locator('.cp-dialog [role=option][aria-selected=true]');

async function judged(page, what) {
	await page.evaluate(axe).catch(() => 0);
	const said = await page.evaluate(() => self.axe?.run({ resultTypes: ['violations'], preload: false }));
	assert.ok(said, 'axe did not run');
	assert.deepEqual(said.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`), [], what);
}

const checks = {
	async 'nothing is asked for before the first use, and a reader needs no mouse'(base) {
		const { page, asked, close } = await open(base + 'water/pump.html');
		assert.deepEqual(asked.filter((url) => url.includes('/search/')), []);
		await page.keyboard.press('/');
		await page.keyboard.type('floods');
		await chosen(page).first().waitFor();
		assert.match(await chosen(page).innerText(), /Floods come/);
		assert.equal(await page.locator('.cp-dialog input').getAttribute('aria-activedescendant'), await chosen(page).getAttribute('id'));
		assert.ok(await options(page).locator('mark').count() > 0, 'nothing is marked');
		await page.keyboard.press('ArrowUp');
		assert.equal(await chosen(page).count(), 0, 'the field itself is one of the places that arrows lead to');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Enter');
		await page.waitForURL(/water\/flood\.html/);
		await close();
	},

	async 'Esc closes it and gives the focus back, Ctrl-K opens it again with what was asked'(base) {
		const { page, close } = await open(base + 'water/pump.html');
		await page.locator('.cp-find').focus();
		await page.keyboard.press('Space');
		await page.keyboard.type('river');
		await chosen(page).first().waitFor();
		await page.keyboard.press('Escape');
		await page.locator('.cp-dialog').waitFor({ state: 'hidden' });
		assert.ok(await page.evaluate(() => document.activeElement.matches('.cp-find')), 'the focus is lost');
		await page.keyboard.press('Control+k');
		await chosen(page).first().waitFor();
		assert.equal(await page.locator('.cp-dialog input').inputValue(), 'river');
		await page.keyboard.type('/');
		assert.equal(await page.locator('.cp-dialog input').inputValue(), '/', 'what was asked is not selected, or / is no letter in a field');
		await close();
	},

	async 'a mistake is found and told'(base) {
		const { page, close } = await open(base + 'water/pump.html');
		await page.keyboard.press('/');
		await page.keyboard.type('stewrdship ');
		await chosen(page).first().waitFor();
		assert.match(await page.locator('.cp-told').innerText(), /stewardship/);
		await close();
	},

	async 'what is asked stands in the address, and the way back works'(base) {
		const { page, close } = await open(base + 'search/index.html?q=water');
		const titles = () => page.locator('.cp-cards .cp-card > a').allInnerTexts();
		await page.locator('.cp-cards li').first().waitFor();
		const all = (await titles()).length;
		assert.ok(all > 3, `${all} pages`);
		await page.locator('.cp-filters summary', { hasText: 'Tag' }).click();
		await page.locator('.cp-filters label', { hasText: 'danger' }).click();
		await page.waitForFunction((n) => document.querySelectorAll('.cp-cards > li').length < n, all);
		assert.match(page.url(), /q=water&in=tag%3Adanger/);
		assert.deepEqual(await titles(), ['Floods come']);
		assert.equal(await page.evaluate(() => document.activeElement.type), 'checkbox', 'the focus is lost');
		await page.locator('.cp-cards a').first().click();
		await page.waitForURL(/flood\.html/);
		await page.goBack();
		await page.waitForFunction(() => document.querySelectorAll('.cp-cards > li').length === 1);
		await page.goBack();
		await page.waitForFunction((n) => document.querySelectorAll('.cp-cards > li').length === n, all);
		await page.locator('.cp-query input').fill('river');
		await page.waitForURL(/q=river$/);
		await close();
	},

	async 'nothing found leads to what is wanted'(base) {
		const { page, close } = await open(base + 'search/index.html?q=airships');
		const wanted = page.locator('.cp-told a.wanted');
		await wanted.waitFor();
		assert.match(await wanted.getAttribute('href'), /wanted\/airships\.html$/);
		await wanted.click();
		await page.waitForURL(/wanted\/airships\.html/);
		await page.goto(base + 'search/index.html?q=zeppelins');
		await wanted.waitFor();
		assert.ok(await page.locator('.cp-cards li').count() > 0, 'what names it is not found');
		await close();
	},

	async 'the list of a tag is searched in itself'(base) {
		const { page, close } = await open(base + 'browse/tag/danger.html');
		await page.keyboard.press('/');
		await page.keyboard.type('water');
		await chosen(page).first().waitFor();
		const all = await options(page).count();
		await page.getByLabel('Only in Tag: danger').check();
		await page.waitForFunction((n) => document.querySelectorAll('.cp-dialog [role=option]').length < n, all);
		assert.match(await options(page).first().innerText(), /Floods come/);
		await close();
	},

	async 'a page in another language searches in its own, and the others are offered'(base) {
		const { page, close } = await open(base + 'de/pumpe.html');
		await page.keyboard.press('/');
		await page.keyboard.type('flusse');
		await chosen(page).first().waitFor();
		assert.match(await chosen(page).innerText(), /Pumpe|Fluss/);
		await page.goto(base + 'search/index.html?q=pump');
		await page.locator('.cp-others a').waitFor();
		assert.match(await page.locator('.cp-others').innerText(), /German|Deutsch/);
		await page.locator('.cp-others a').click();
		await page.waitForURL(/lang=de/);
		await page.locator('.cp-cards[lang=de] li').first().waitFor();
		await close();
	},

	async 'what was searched for stays on the device and can be forgotten'(base) {
		const { page, close } = await open(base + 'water/pump.html');
		await page.keyboard.press('/');
		await page.keyboard.type('river');
		await chosen(page).first().waitFor();
		await page.keyboard.press('Enter');
		await page.waitForURL(/river/);
		await page.keyboard.press('/');
		await options(page).first().waitFor();
		assert.deepEqual(await options(page).allInnerTexts(), ['river']);
		await page.locator('.cp-told button').click();
		await options(page).first().waitFor({ state: 'detached' });
		assert.equal(await page.evaluate(() => Object.values(localStorage).join()), '[]');
		await close();
	},

	async 'a browser that keeps nothing searches all the same'(base) {
		const { page, close } = await open(base + 'water/pump.html', { prepare: (page) => page.addInitScript(() => {
			Object.defineProperty(self, 'localStorage', { get: () => { throw new DOMException('no', 'SecurityError'); } });
		}) });
		await page.keyboard.press('/');
		await page.keyboard.type('river');
		await chosen(page).first().waitFor();
		await page.keyboard.press('Enter');
		await page.waitForURL(/river/);
		await close();
	},

	async 'without scripts there are the indexes'(base) {
		const { page, close } = await open(base + 'water/pump.html', { javaScriptEnabled: false });
		await page.locator('.cp-find').click();
		await page.waitForURL(/search\//);
		assert.match(await page.locator('main').innerText(), /scripts are switched off/);
		assert.ok(await page.locator('.cp-ways a').count() > 3);
		await page.locator('.cp-query input').fill('river');
		await page.keyboard.press('Enter');
		await page.waitForURL(/q=river/);
		await close();
	},

	async 'a phone has room for it'(base) {
		const phone = { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true };
		const { page, close } = await open(base + 'water/pump.html', phone);
		await page.locator('.cp-find').tap();
		await page.keyboard.type('water');
		await chosen(page).first().waitFor();
		const wide = () => page.evaluate(() => [document.documentElement.scrollWidth, ...[...document.querySelectorAll('.cp-dialog *')].map((e) => e.getBoundingClientRect().right)].every((x) => x <= 391));
		assert.ok(await wide(), 'the dialog is wider than the screen');
		assert.ok(await page.evaluate(() => [...document.querySelectorAll('.cp-dialog [role=option]')].every((o) => o.getBoundingClientRect().height >= 24)));
		await options(page).nth(1).tap();
		await page.waitForFunction(() => !document.querySelector('.cp-dialog[open]'));
		await page.goto(base + 'search/index.html?q=water');
		await page.locator('.cp-cards li').first().waitFor();
		await page.locator('.cp-filters summary').first().tap();
		await page.locator('.cp-filters label').first().waitFor();
		assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 390), 'the page is wider than the screen');
		await close();
	},

	async 'axe finds nothing to say'(base) {
		for (const colorScheme of ['light', 'dark']) {
			const { page, close } = await open(base + 'browse/tag/danger.html', { colorScheme, bypassCSP: true });
			await page.keyboard.press('/');
			await page.keyboard.type('water');
			await chosen(page).first().waitFor();
			await judged(page, 'the dialog');
			await page.goto(base + 'search/index.html?q=water&in=tag:river');
			await page.locator('.cp-cards li').first().waitFor();
			await page.locator('.cp-filters summary').first().click();
			await page.locator('.cp-filters label').first().waitFor();
			await judged(page, 'the page');
			await page.goto(base + 'search/index.html?q=airships');
			await page.locator('.cp-told a.wanted').waitFor();
			await judged(page, 'the page where nothing is found');
			await close();
		}
	},

	async 'a part of the index that is missing is told, and the rest is found'(base) {
		let lost;
		const { page, close } = await open(base + 'search/index.html?q=water', { expected: /ERR_FAILED|ERR_FILE_NOT_FOUND/, prepare: (_, context) => context.route(/search\/en\/p\//, (route, r) => (lost ??= r.url()) === r.url() ? route.abort() : route.continue()) });
		await page.locator('.cp-cards li').first().waitFor();
		assert.match(await page.locator('.cp-told').innerText(), /could not be read/);
		await close();
	},
};

for (let i = 0; i < args.length; i += 3) {
	for (const [what, check] of Object.entries(checks).slice(0, Number(args[i + 2]))) {
		const began = Date.now();
		try {
			await check(args[i + 1]);
		} catch (e) {
			console.log(`FAIL ${args[i]}: ${what}: ${e.stack}`);
			await browser.close();
			process.exit(1);
		}
		console.log(`ok ${args[i]}: ${what} (${Date.now() - began} ms)`);
	}
}
await browser.close();
