// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Opens a built site in a browser wherever it stands: node artefact.mjs NAME ADDRESS [NAME ADDRESS]... It is run by a Go test. No request may
// fail or lead elsewhere, and no page may break its own policy.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const args = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });
const pages = ['index.html', 'guide/index.html', 'guide/site-yaml.html', 'patterns/stigmergy.html', 'browse/index.html', 'browse/wanted.html', 'odd/index.html'];

async function look(base) {
	const context = await browser.newContext();
	const faults = [];
	context.on('console', (m) => ['error', 'warning'].includes(m.type()) && faults.push(m.text()));
	// What is under way when a page is left is aborted.
	context.on('requestfailed', (r) => /ERR_ABORTED/.test(r.failure().errorText) || faults.push(`failed: ${r.url()} ${r.failure().errorText}`));
	context.on('response', (r) => r.status() >= 400 && !r.url().endsWith('/favicon.ico') && faults.push(`${r.status()}: ${r.url()}`));
	context.on('request', (r) => r.url().startsWith(base) || r.url().endsWith('/favicon.ico') || faults.push(`asked for ${r.url()}`));
	await context.addInitScript(() => document.addEventListener('securitypolicyviolation', (e) => console.error(`policy: ${e.violatedDirective} ${e.blockedURI}`)));
	const page = await context.newPage();
	page.on('pageerror', (e) => faults.push(String(e)));
	for (const name of pages) {
		await page.goto(base + name);
		assert.equal(await page.evaluate(() => [...document.styleSheets].filter((s) => s.href).length > 0), true, `${name} has no stylesheet`);
		assert.notEqual(await page.evaluate(() => getComputedStyle(document.body).fontFamily), '', `${name} is not styled`);
		const broken = await page.evaluate(() => [...document.images].filter((i) => i.complete && !i.naturalWidth).map((i) => i.src));
		assert.deepEqual(broken, [], `${name} shows broken images`);
	}
	// As a reader goes: through odd names, by links alone.
	await page.goto(base + 'odd/index.html');
	for (const [link, title] of [['頁', '頁'], ['Überzug', 'Überzug'], ['Half', 'Half'], ['the other', 'One'], ['half', 'Half'], ['it', 'Überzug']]) {
		await page.locator('.prose').getByRole('link', { name: link, exact: true }).first().click();
		await page.waitForFunction((t) => document.querySelector('h1')?.innerText.trim() === t, title, { timeout: 5000 })
			.catch(async () => assert.fail(`“${link}” leads to ${page.url()}, ${await page.locator('h1').innerText()}, not to ${title}`));
	}
	assert.equal(await page.evaluate(() => decodeURIComponent(location.hash)), '#größe');
	assert.equal(await page.evaluate(() => !!document.querySelector(':target')), true, 'the section is not found');
	// And home again.
	await page.locator('header a').first().click();
	await page.waitForURL((u) => decodeURI(u.href) === decodeURI(base + 'index.html') || decodeURI(u.href) === decodeURI(base));
	await context.close();
	assert.deepEqual(faults, []);
}

for (let i = 0; i < args.length; i += 2) {
	const began = Date.now();
	try {
		await look(args[i + 1]);
	} catch (e) {
		console.log(`FAIL ${args[i]} (${args[i + 1]}): ${e.stack}`);
		await browser.close();
		process.exit(1);
	}
	console.log(`ok ${args[i]} (${Date.now() - began} ms)`);
}
await browser.close();
