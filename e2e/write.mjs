// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Writes reviews in the pages of a built site, from file://, and saves the records: node write.mjs SITE NAUGHTY OUT. SITE has barrel.html, whose forge is GitHub's form;
// NAUGHTY is a JSON list of texts, each of which becomes the text, the name and the interest of a review. OUT gets the records and said.json, which lists what
// was typed by file.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [site, list, out] = process.argv.slice(2);
const naughty = JSON.parse(readFileSync(list, 'utf8'));
const barrel = pathToFileURL(join(site, 'barrel.html')).href;
mkdirSync(out, { recursive: true });

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });

async function check(what, run) {
	const began = Date.now();
	try {
		await run();
	} catch (e) {
		console.log(`FAIL ${what}: ${e.stack}`);
		await browser.close();
		process.exit(1);
	}
	console.log(`ok ${what} (${Date.now() - began} ms)`);
}

// visit opens a page in a window of its own that remembers nothing, and fails with whatever goes wrong there or leaves it.
async function visit(url, viewport = { width: 1280, height: 900 }) {
	const context = await browser.newContext({ viewport, acceptDownloads: true, permissions: [] });
	const page = await context.newPage();
	page.on('pageerror', (e) => { throw e; });
	page.on('console', (m) => { if (m.type() === 'error') throw new Error(m.text()); });
	await context.route(/^https?:/, (route) => route.abort());
	await page.goto(url);
	return page;
}

const record = (page) => page.locator('.cp-write-ready pre').textContent();

for (const [where, viewport] of Object.entries({ 'on a desk': { width: 1280, height: 900 }, 'on a phone': { width: 390, height: 844 } })) {
	await check(`from click to record with few keys ${where}`, async () => {
		const page = await visit(barrel, viewport);
		let actions = 0;
		const press = async (key) => {
			actions++;
			await page.keyboard.press(key);
		};
		await page.locator('.cp-write-open').click();
		await page.locator('#cp-write-panel form').waitFor();
		await press('Space');
		await press('Tab');
		await page.keyboard.type('Holds water.\n\n- but # leaks: a little');
		await press('Tab');
		await page.keyboard.type('Stranger Example');
		await press('Enter');
		await page.locator('.cp-write-ready').waitFor();
		await press('Tab'); // past the forge
		const [download] = await Promise.all([page.waitForEvent('download'), press('Enter')]);
		assert.ok(actions <= 8, `${actions} actions`);
		assert.match(download.suggestedFilename(), /^\d{4}-\d\d-\d\d-stranger-example\.yaml$/);
		await download.saveAs(join(out, download.suggestedFilename()));
		const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
		assert.ok(!wide, 'the page can be pushed sideways');
		await page.context().close();
	});
}

await check('every field, the forge, the mail and the clipboard', async () => {
	const page = await visit(barrel);
	await page.locator('.cp-write-open').click();
	await page.getByLabel('Ask for a small change').check();
	await page.getByLabel('Your review').fill('One line.');
	await page.getByLabel('Your name').fill('  Ada   Sample ');
	await page.getByLabel('Your account').fill('https://github.com/ada-sample/');
	await page.getByRole('checkbox', { name: 'Context' }).uncheck();
	await page.getByRole('group', { name: 'Did you check the sources?' }).getByLabel('partly').check();
	await page.getByLabel('Competing interests').fill('I sell barrels: many');
	await page.keyboard.press('Control+Enter');
	const text = await record(page);
	for (const line of ['subject: barrel', 'reviewer: {name: Ada Sample, account: "github:ada-sample"}', 'recommendation: minor-revision', 'criteria: {sources-checked: partly}', 'competing_interest_statement: "I sell barrels: many"'])
		assert.ok(text.includes(`${line}\n`), `${line} is not in\n${text}`);
	assert.ok(!text.includes('context:') && text.includes('  solution: "sha256:'), text);
	const forge = new URL(await page.getByRole('link', { name: 'Propose it on GitHub' }).getAttribute('href'));
	assert.equal(forge.origin + forge.pathname, 'https://github.com/example/water/new/main/content/reviews/barrel');
	assert.match(forge.searchParams.get('filename'), /^\d{4}-\d\d-\d\d-ada-sample\.yaml$/);
	assert.equal(forge.searchParams.get('value'), text);
	const mail = new URL(await page.getByRole('link', { name: 'Send it to' }).getAttribute('href'));
	assert.equal(mail.pathname, 'hello@water.example');
	assert.ok(mail.searchParams.get('body').replaceAll('\r\n', '\n').endsWith(text));
	await page.getByRole('button', { name: 'Copy', exact: true }).click();
	await page.getByText('Copied.').waitFor();
	writeFileSync(join(out, forge.searchParams.get('filename')), text);
	await page.context().close();
});

await check('what an address can not hold is copied on the way', async () => {
	const page = await visit(barrel);
	await page.locator('.cp-write-open').click();
	await page.getByLabel('Reject it').check();
	await page.getByLabel('Your name').fill('Long Example');
	await page.getByLabel('Your review').fill('é'.repeat(2000));
	await page.keyboard.press('Control+Enter');
	const forge = new URL(await page.getByRole('link', { name: 'Copy it and open GitHub' }).getAttribute('href'));
	assert.ok(forge.searchParams.has('filename') && !forge.searchParams.has('value'));
	const mail = await page.getByRole('link', { name: 'Send it to' }).getAttribute('href');
	assert.ok(mail.length < 8000);
	await page.context().close();
});

await check('what is written survives Back, Forward and a reload; Escape closes', async () => {
	for (const viewport of [{ width: 1280, height: 900 }, { width: 390, height: 844 }]) {
		const page = await visit(barrel, viewport);
		await page.locator('.cp-write-open').click();
		await page.getByLabel('Accept it with a reservation').check();
		await page.getByLabel('Your review').fill('Half a thought');
		await page.getByRole('checkbox', { name: 'Solution' }).uncheck();
		await page.goBack();
		await page.locator('#cp-write-panel').waitFor({ state: 'detached' });
		await page.goForward();
		assert.equal(await page.getByLabel('Your review').inputValue(), 'Half a thought');
		await page.reload();
		assert.equal(await page.getByLabel('Your review').inputValue(), 'Half a thought');
		assert.ok(await page.getByLabel('Accept it with a reservation').isChecked());
		assert.ok(!await page.getByRole('checkbox', { name: 'Solution' }).isChecked());
		await page.keyboard.press('Escape');
		await page.locator('#cp-write-panel').waitFor({ state: 'detached' });
		assert.equal(new URL(page.url()).hash, '');
		await page.context().close();
	}
});

await check('what is missing is asked for', async () => {
	const page = await visit(barrel);
	await page.locator('.cp-write-open').click();
	await page.keyboard.press('Control+Enter');
	assert.equal(await page.locator('.cp-write-ready').count(), 0);
	await page.keyboard.press('Space');
	await page.getByLabel('Your name').fill('?!');
	await page.keyboard.press('Enter');
	assert.equal(await page.locator('.cp-write-ready').count(), 0, 'no file can be named after that');
	await page.context().close();
});

await check('the panel speaks the language of the page', async () => {
	const page = await visit(pathToFileURL(join(site, 'de/fass.html')).href + '#cp-write');
	await page.getByRole('heading', { name: 'Diese Seite begutachten' }).waitFor();
	await page.context().close();
});

await check('a report takes along what is selected, with file and line', async () => {
	const page = await visit(barrel);
	await page.evaluate(() => getSelection().selectAllChildren([...document.querySelectorAll('.prose p')].at(-1)));
	const link = page.getByRole('link', { name: 'Report a problem' });
	await page.evaluate(() => addEventListener('click', (e) => e.preventDefault()));
	await link.click();
	const url = new URL(await link.getAttribute('href'));
	assert.equal(url.origin + url.pathname, 'https://github.com/example/water/issues/new');
	assert.equal(url.searchParams.get('title'), 'Rain barrel');
	assert.equal(url.searchParams.get('body'), 'content/barrel.md:13\n\n> Put a barrel below the gutter.\n\n');
	await page.context().close();
});

await check(`${naughty.length} texts come through letter by letter`, async () => {
	const page = await visit(`${barrel}#cp-write`);
	const said = {};
	for (const [i, text] of naughty.entries()) {
		await page.locator('#cp-write-panel form').waitFor();
		await page.getByLabel('Reject it').check();
		await page.getByLabel('Your review').fill(text);
		await page.getByLabel('Your name').fill(`${text.replace(/[\r\n]/g, ' ')} x${i}`.slice(0, 60));
		await page.getByLabel('Competing interests').fill(text.replace(/[\r\n]/g, ' '));
		await page.getByLabel('Your account').fill(`github:stranger-${i}`);
		const typed = { body: await page.getByLabel('Your review').inputValue(), name: await page.getByLabel('Your name').inputValue(), interest: await page.getByLabel('Competing interests').inputValue() };
		await page.keyboard.press('Control+Enter');
		const file = await page.locator('.cp-write-ways a[download]').getAttribute('download');
		writeFileSync(join(out, file), await record(page));
		said[file] = typed;
		await page.getByRole('button', { name: 'Begin a new review' }).click();
	}
	writeFileSync(join(out, 'said.json'), JSON.stringify(said));
	await page.context().close();
});

await browser.close();
