// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Looks at a preview with a browser while its files are edited: node preview.mjs ADDRESS FOLDER. It is run by a Go test, which it asks on
// standard output to "restart" the preview, and which answers with a line. Every check says what it holds; the first that fails ends it.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync, rmSync, mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const [address, folder] = process.argv.slice(2);
const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const file = (name) => `${folder}/${name}`;
const text = (name) => readFileSync(file(name), 'utf8');
const save = (name, what) => writeFileSync(file(name), what);

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });
const context = await browser.newContext({ viewport: { width: 1000, height: 600 } });
const faults = [];
context.on('console', (m) => m.type() === 'error' && !/ERR_CONNECTION_REFUSED|status of (404|500)|ERR_INCOMPLETE|ERR_CONNECTION_RESET|ERR_EMPTY/.test(m.text()) && faults.push(m.text()));
context.on('request', (r) => r.url().startsWith(address) || faults.push(`asked for ${r.url()}`));

// open shows a page that remembers whether it was loaded again and how often it was changed.
async function open(name) {
	const page = await context.newPage();
	page.on('pageerror', (e) => faults.push(String(e)));
	await page.goto(address + name);
	await page.waitForSelector('#cp-preview', { state: 'attached' });
	await page.evaluate(() => {
		window.same = true;
		window.changes = 0;
		document.addEventListener('commonplace:changed', () => window.changes++);
	});
	return page;
}

const shows = (page, what) => page.waitForFunction((t) => document.body.innerText.includes(t), what, { timeout: 5000 });
const same = async (page) => assert.equal(await page.evaluate(() => window.same), true, 'the page was loaded again');

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

const long = await open('long.html');

await check('a morph keeps scroll, focus, selection and open details', async () => {
	await long.evaluate(() => {
		document.querySelector('details').open = true;
		document.querySelector('#part-30').scrollIntoView();
		document.querySelector('#focus a, a[href="other.html"]').focus({ preventScroll: true });
	});
	const before = await long.evaluate(() => [scrollY, document.activeElement.outerHTML, document.querySelector('details').open]);
	assert.ok(before[0] > 500 && before[1].includes('other.html') && before[2]);
	save('content/long.md', text('content/long.md') + '\nA sentence that is new.\n');
	await shows(long, 'A sentence that is new.');
	assert.deepEqual(await long.evaluate(() => [scrollY, document.activeElement.outerHTML, document.querySelector('details').open]), before);
	await same(long);
});

await check('an edit above does not move what is read', async () => {
	const top = () => long.evaluate(() => document.querySelector('#part-30').getBoundingClientRect().top);
	const before = await top();
	save('content/long.md', text('content/long.md').replace('## Part 2\n', '## Part 2\n\nA paragraph further up.\n'));
	await shows(long, 'A paragraph further up.');
	assert.ok(Math.abs((await top()) - before) < 3, `moved from ${before} to ${await top()}`);
});

await check('a title changes where it is linked, and elsewhere nothing moves', async () => {
	const [other, apart] = [await open('other.html'), await open('zebra.html')];
	await long.bringToFront();
	save('content/long.md', text('content/long.md').replace('title: Long', 'title: Quite long'));
	for (const page of [long, other]) {
		await shows(page, 'Quite long');
		await same(page);
	}
	await apart.waitForTimeout(300);
	assert.equal(await apart.evaluate(() => window.changes), 0, 'a page that shows nothing of it was changed');
	await Promise.all([other.close(), apart.close()]);
});

await check('a problem is shown over the page with its line, and leaves with it', async () => {
	const page = await open('apart.html');
	const good = text('content/apart.md');
	save('content/apart.md', good + '\nSee [that](nowhere.md).\n');
	const box = page.locator('#cp-preview details');
	await box.waitFor();
	await box.evaluate((e) => (e.open = true));
	const said = await box.innerText();
	assert.match(said, /content\/apart\.md:7:5/);
	assert.match(said, /See \[that\]\(nowhere\.md\)\.\n\s+\^~+/);
	assert.match(await box.locator('li a').getAttribute('href'), /^vscode:\/\/file\/.*\/content\/apart\.md:7:5$/);
	save('content/apart.md', good);
	await box.waitFor({ state: 'detached' });
	await same(page);
	await page.close();
});

await check('a broken site.yaml keeps the site and says where it is broken', async () => {
	const good = text('site.yaml');
	save('site.yaml', 'title: [\n');
	await long.locator('#cp-preview .cp-wrong').waitFor();
	assert.match(await long.locator('#cp-preview').innerText(), /site\.yaml:1:9/);
	assert.match(await long.locator('body').innerText(), /Quite long/);
	save('site.yaml', good);
	await long.locator('#cp-preview details').waitFor({ state: 'detached' });
	await same(long);
});

await check('a style changes without a load', async () => {
	mkdirSync(file('themes/default'), { recursive: true });
	save('themes/default/style.css', '.prose { color: rgb(1, 2, 3); }');
	await long.waitForFunction(() => getComputedStyle(document.querySelector('.prose')).color === 'rgb(1, 2, 3)');
	assert.equal(await long.locator('link[rel=stylesheet]:not([data-preview])').count(), 1);
	rmSync(file('themes/default/style.css'));
	await long.waitForFunction(() => getComputedStyle(document.querySelector('.prose')).color !== 'rgb(1, 2, 3)');
	await same(long);
});

await check('a picture changes without a load', async () => {
	const page = await open('picture.html');
	const width = () => page.evaluate(() => document.querySelector('.prose img').naturalWidth);
	await page.waitForFunction(() => document.querySelector('.prose img').complete);
	const before = await width();
	save('content/dot.png', readFileSync(file('content/wide.png')));
	await page.waitForFunction((w) => document.querySelector('.prose img').naturalWidth > w, before);
	await same(page);
	await page.close();
});

await check('each section leads to its line', async () => {
	const edit = long.locator('#part-3 .cp-preview-edit');
	const line = text('content/long.md').split('\n').indexOf('## Part 3') + 1;
	assert.equal(await edit.getAttribute('title'), `content/long.md:${line}`);
	assert.match(await edit.getAttribute('href'), new RegExp(`/content/long\\.md:${line}:1$`));
});

await check('a tab that nobody looks at rests, and catches up', async () => {
	const hide = (hidden) => long.evaluate((hidden) => {
		Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
		document.dispatchEvent(new Event('visibilitychange'));
	}, hidden);
	await hide(true);
	save('content/long.md', text('content/long.md') + '\nWritten while away.\n');
	await long.waitForTimeout(500);
	assert.ok(!(await long.locator('body').innerText()).includes('Written while away.'), 'a hidden tab works');
	await hide(false);
	await shows(long, 'Written while away.');
	await same(long);
});

await check('the page comes back when the preview does', async () => {
	save('content/long.md', text('content/long.md') + '\nBefore the restart.\n');
	await shows(long, 'Before the restart.');
	console.log('restart');
	await answers.next();
	save('content/long.md', text('content/long.md') + '\nAfter the restart.\n');
	await shows(long, 'After the restart.');
	await long.locator('#cp-preview .cp-offline').waitFor({ state: 'hidden' });
	await same(long);
});

await check('the list of problems follows the commons, and can be filtered', async () => {
	const page = await context.newPage();
	await page.goto(address + '_/');
	save('content/apart.md', text('content/apart.md') + '\nSee [that](nowhere.md) and ![it](no.png).\n');
	await shows(page, 'broken-link');
	await page.getByRole('link', { name: 'broken-image (1)' }).click();
	await page.waitForFunction(() => document.querySelectorAll('#rows tr').length === 1);
	assert.match(await page.locator('#rows').innerText(), /content\/apart\.md:\d+:\d+.*no image/s);
	await page.close();
});

await check('a page that is gone says so, and is back when its file is', async () => {
	const page = await open('apart.html');
	const was = text('content/apart.md');
	rmSync(file('content/apart.md'));
	await page.waitForFunction(() => !document.body.innerText.includes('Apart text'));
	save('content/apart.md', was);
	await shows(page, 'Apart text');
	await page.close();
});

await check('nothing failed in the pages, and nobody else was asked', () => assert.deepEqual(faults, []));
await browser.close();
process.exit(0);
