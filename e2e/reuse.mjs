// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Takes credit from the pages of built sites and reads it again with programs of each kind: node reuse.mjs NAMES ADDRESSED NOWHERE. NAMES is a
// JSON list of what the pages odd/p0.html, odd/p1.html, … are called; the two folders hold one commons, built with an address and without.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Cite } from '@citation-js/core';
import '@citation-js/plugin-bibtex';
import '@citation-js/plugin-csl';
import { validateCFFFile } from 'cffjs';
import * as commonmark from 'commonmark';
import jsonld from 'jsonld';
import { RdfaParser } from 'rdfa-streaming-parser';
import { chromium } from 'playwright-core';

const [list, ...given] = process.argv.slice(2);
const names = JSON.parse(readFileSync(list, 'utf8'));
const addressed = given.find((d) => d.includes('addressed'));
const nowhere = given.find((d) => d.includes('nowhere'));
const site = 'https://harbour.example/commons/';
const read = (dir, name) => readFileSync(join(dir, name), 'utf8');
const one = (text) => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();

async function check(what, run) {
	const began = Date.now();
	try {
		await run();
	} catch (e) {
		console.log(`FAIL ${what}: ${e.stack}`);
		await browser?.close();
		process.exit(1);
	}
	console.log(`ok ${what} (${Date.now() - began} ms)`);
}

// Machines

const schema = 'http://schema.org/';
const context = JSON.parse(readFileSync(new URL('schema.org.json', import.meta.url), 'utf8'));

// documentLoader gives what schema.org says of the terms that pages use, and nothing else: no term may be unknown, and nothing is fetched.
async function documentLoader(url) {
	assert.equal(url, 'https://schema.org');
	return { contextUrl: null, documentUrl: url, document: context };
}

const data = (html) => JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)[1]);
const expand = async (html, base) => (await jsonld.expand(data(html), { safe: true, documentLoader, base }))[0];
const values = (node, term) => (node[schema + term] ?? []).map((v) => v['@value'] ?? v['@id'] ?? v[`${schema}name`][0]['@value']);

async function triples(html, baseIRI) {
	const parser = new RdfaParser({ baseIRI, contentType: 'text/html' });
	const found = [];
	parser.on('data', (q) => found.push(`${q.subject.value} ${q.predicate.value} ${q.object.value}`));
	const done = new Promise((resolve, reject) => parser.on('end', resolve).on('error', reject));
	parser.end(html);
	await done;
	return found;
}

let browser;

await check('JSON-LD expands in safe mode, without a network, and says what credit needs', async () => {
	const page = await expand(read(addressed, 'tide.html'), `${site}tide.html`);
	assert.equal(page['@id'], `${site}tide.html`);
	for (const [term, want] of Object.entries({
		name: ['Reading the tide'], author: ['Ada Sample', 'Bo Example', 'hidden'], translator: ['Cy Example'], editor: ['Dot Example'], maintainer: ['Ada Sample'],
		license: ['https://creativecommons.org/licenses/by-sa/4.0/'], copyrightNotice: ['2026 The Harbour'], copyrightHolder: ['The Harbour'], inLanguage: ['en'], version: ['1.2'],
		dateCreated: ['2026-01-08'], dateModified: ['2026-09-14'], creativeWorkStatus: ['declared: published'], isBasedOn: ['https://tides.example/on?a=1&b=2'],
		citation: ['Fay Example. 2001. The moon. https://moon.example/'], isPartOf: [site], workTranslation: [`${site}de/tide.html`],
		creditText: ['Ada Sample, Bo Example, hidden, The Harbour Commons'],
	})) assert.deepEqual(values(page, term), want, term);
	const based = page[`${schema}isBasedOn`][0];
	assert.deepEqual([values(based, 'name'), values(based, 'author'), values(based, 'license')], [['On tides'], ['Eve Example'], ['https://creativecommons.org/licenses/by/4.0/']]);
	const german = await expand(read(addressed, 'de/tide.html'), `${site}de/tide.html`);
	assert.deepEqual(values(german, 'translationOfWork'), [`${site}tide.html`]);
	const unsaid = await expand(read(nowhere, 'unsaid.html'), 'file:///x/unsaid.html');
	assert.deepEqual([unsaid['@id'], values(unsaid, 'license')], ['file:///x/unsaid.html', []]);
});

await check('every odd name comes through JSON-LD letter by letter', async () => {
	for (const [i, name] of names.entries()) {
		const page = await expand(read(addressed, `odd/p${i}.html`), `${site}odd/p${i}.html`);
		assert.deepEqual([values(page, 'name')[0], values(page, 'author')[0]], [name, name]);
	}
});

await check('RDFa gives the licence of the page, and that of what it shows of others', async () => {
	const at = `${site}tide.html`;
	const found = await triples(read(addressed, 'tide.html'), at);
	for (const want of [
		`${at} http://www.w3.org/1999/xhtml/vocab#license https://creativecommons.org/licenses/by-sa/4.0/`, `${at} http://purl.org/dc/terms/title Reading the tide`,
		`${at} http://creativecommons.org/ns#attributionName Ada Sample, Bo Example, hidden`, `${at} http://creativecommons.org/ns#attributionURL ${at}`,
		`${at} http://purl.org/dc/terms/source https://tides.example/on?a=1&b=2`, `${at} http://ogp.me/ns#title Reading the tide`, `${at} http://ogp.me/ns#url ${at}`,
		`${at} http://ogp.me/ns#description When to leave the harbour.`,
		`${at}#cp-e1 http://www.w3.org/1999/xhtml/vocab#license https://creativecommons.org/publicdomain/zero/1.0/`,
		`${at}#cp-e1 http://purl.org/dc/terms/source ${site}ropes.html`, `${at}#cp-e1 http://purl.org/dc/terms/title Ropes`, `${at}#cp-e1 http://creativecommons.org/ns#attributionName Gil Example`,
	]) assert.ok(found.includes(want), `${want} is not in\n${found.join('\n')}`);
	const licences = found.filter((t) => t.includes('vocab#license'));
	assert.equal(new Set(licences).size, 2, licences.join('\n'));
	assert.deepEqual((await triples(read(addressed, 'unsaid.html'), `${site}unsaid.html`)).filter((t) => t.includes('license')), []);
});

await check('CITATION.cff is valid', () => {
	const cff = validateCFFFile(addressed);
	assert.equal(cff.title, 'The Harbour Commons');
	assert.equal(cff.url, site);
	const cited = cff.authors.map((a) => a.name);
	assert.ok(!cited.includes('hidden') && !cited.includes('Never Shown'), cited.join());
	validateCFFFile(nowhere);
});

// People

browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });
const browsing = await browser.newContext({ viewport: { width: 1000, height: 700 } });
const faults = [];
browsing.on('console', (m) => ['error', 'warning'].includes(m.type()) && faults.push(m.text()));
let server, served;

async function open(dir, name) {
	const page = await browsing.newPage();
	page.on('pageerror', (e) => faults.push(String(e)));
	await page.goto(pathToFileURL(join(dir, name)).href);
	return page;
}

// forms opens the panel and reads all forms.
async function forms(page) {
	await page.locator('.cp-reuse-open button').click();
	await page.waitForSelector('.cp-forms');
	return page.evaluate(() => Object.fromEntries([...document.querySelectorAll('.cp-forms [role=tab]')].map((tab) => {
		tab.click();
		return [tab.textContent, document.querySelector('.cp-forms [role=tabpanel]').textContent];
	})));
}

await check('one page gives six forms that tell title, authors, source, licence and changes', async () => {
	const page = await open(addressed, 'tide.html');
	const texts = await forms(page);
	assert.equal(texts.Text, '“Reading the tide” by Ada Sample, Bo Example, hidden. The Harbour Commons, https://harbour.example/commons/tide.html. © 2026 The Harbour. ' +
		'Licensed under CC-BY-SA-4.0 (https://creativecommons.org/licenses/by-sa/4.0/). ' +
		'Based on “On tides” (https://tides.example/on?a=1&b=2) by Eve Example (CC-BY-4.0 (https://creativecommons.org/licenses/by/4.0/)): shortened.');
	for (const text of Object.values(texts)) for (const what of ['Reading the tide', 'Ada Sample', 'Bo Example']) assert.ok(text.includes(what), text);
	assert.deepEqual((await triples(texts.HTML, 'https://elsewhere.example/')).filter((t) => /license|attribution|title/.test(t)).sort(), [
		`${site}tide.html http://creativecommons.org/ns#attributionName Ada Sample, Bo Example, hidden`, `${site}tide.html http://creativecommons.org/ns#attributionURL ${site}tide.html`,
		`${site}tide.html http://purl.org/dc/terms/title Reading the tide`, `${site}tide.html http://www.w3.org/1999/xhtml/vocab#license https://creativecommons.org/licenses/by-sa/4.0/`,
	]);
	const csl = new Cite(texts['CSL-JSON']).data[0];
	assert.deepEqual([csl.title, csl.URL, csl['container-title'], csl.issued['date-parts'][0], csl.author[0].literal, csl.license], ['Reading the tide', `${site}tide.html`, 'The Harbour Commons', [2026, 9, 14], 'Ada Sample', 'https://creativecommons.org/licenses/by-sa/4.0/']);
	await page.locator('.cp-forms input').fill('cut & <b>pasted</b>');
	for (const tab of await page.locator('.cp-forms [role=tab]').all()) {
		await tab.click();
		assert.ok((await page.locator('.cp-forms [role=tabpanel]').evaluate((e) => e.textContent)).includes('Changed: cut '));
	}
	await page.close();
});

await check('every form of an odd name is read back as it was', async () => {
	const parser = new commonmark.Parser();
	const page = await browsing.newPage();
	page.on('dialog', () => faults.push('a dialog'));
	for (const [i, name] of names.entries()) {
		await page.goto(pathToFileURL(join(addressed, `odd/p${i}.html`)).href);
		const texts = await forms(page);
		const want = one(name), said = (what, text) => assert.ok(one(text).split(want).length > 3, `${what} of ${JSON.stringify(name)}:\n${text}`);
		said('text', texts.Text);
		// HTML has no elements but its own.
		const html = await page.evaluate((text) => {
			const body = new DOMParser().parseFromString(text, 'text/html').body;
			return { text: body.textContent, elements: [...new Set([...body.querySelectorAll('*')].map((e) => e.localName))].sort().join() };
		}, texts.HTML);
		said('HTML', html.text);
		assert.match(html.elements, /^a,p,span$/);
		// So has Markdown.
		let text = '';
		for (let walker = parser.parse(texts.Markdown).walker(), step; (step = walker.next());) {
			assert.ok(['document', 'paragraph', 'text', 'softbreak', 'link'].includes(step.node.type), `Markdown has ${step.node.type}: ${texts.Markdown}`);
			if (step.entering) text += step.node.literal ?? '';
		}
		said('Markdown', text);
		const csl = new Cite(texts['CSL-JSON']).data[0];
		assert.deepEqual([one(csl.title), one(csl.author[0].literal)], [want, want]);
		// A bibliography has one entry, whose braces are closed, and no more fields than ours.
		assert.equal(new Cite(texts.BibTeX).data.length, 1, texts.BibTeX);
		assert.equal(texts.BibTeX.match(/^ {2}\w+ = \{/gm).length, texts.BibTeX.split('\n').length - 3, texts.BibTeX);
		const bib = new Cite(texts.BibTeX).data[0];
		const plainer = (s) => one(s).normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');
		assert.equal(plainer(bib.title), plainer(want), texts.BibTeX);
		assert.equal(bib.author.length, 1, texts.BibTeX);
	}
	await page.close();
});

await check('without an address the source is the title and the commons, and no path of the reader is told', async () => {
	const page = await open(nowhere, 'tide.html');
	const texts = await forms(page);
	assert.ok(texts.Text.startsWith('“Reading the tide” by Ada Sample, Bo Example, hidden. The Harbour Commons. ©'), texts.Text);
	for (const text of Object.values(texts)) assert.ok(!text.includes('file:') && !text.includes(nowhere), text);
	await page.close();
	const unsaid = await open(nowhere, 'unsaid.html');
	assert.match((await forms(unsaid)).Text, /Licence unknown\./);
	assert.match(await unsaid.locator('.cp-advice').innerText(), /^Nobody has said/);
	await unsaid.close();
});

// copied is what lies on the clipboard, as a page that is pasted into sees it.
async function copied(page) {
	await page.evaluate(() => {
		const into = document.createElement('textarea');
		into.id = 'into';
		document.body.append(into);
		into.addEventListener('paste', (e) => window.pasted = { text: e.clipboardData.getData('text/plain'), html: e.clipboardData.getData('text/html') });
		into.focus();
	});
	await page.keyboard.press('Control+V');
	await page.evaluate(() => document.getElementById('into').remove());
	return page.evaluate(() => window.pasted);
}

const mark = (page, selector) => page.evaluate((selector) => {
	getSelection().selectAllChildren(document.querySelector(selector));
}, selector);

await check('the panel works by keyboard alone, and copies text and HTML', async () => {
	const page = await open(addressed, 'tide.html');
	await page.locator('.cp-reuse-open button').focus();
	await page.keyboard.press('Enter');
	await page.waitForSelector('.cp-forms');
	assert.equal(await page.evaluate(() => document.activeElement.id), 'cp-form-text');
	await page.keyboard.press('ArrowRight');
	assert.equal(await page.evaluate(() => document.activeElement.id + document.activeElement.getAttribute('aria-selected')), 'cp-form-richtrue');
	for (let n = 0; n < 3; n++) await page.keyboard.press('Tab'); // the text, what was changed, copy
	await page.keyboard.press('Enter');
	assert.equal(await page.locator('.cp-forms [role=status]').innerText(), 'Copied.');
	const taken = await copied(page);
	assert.match(taken.text, /^“Reading the tide” by Ada Sample/);
	assert.match(taken.html, /<a href="https:\/\/creativecommons.org\/licenses\/by-sa\/4.0\/" rel="license">/);
	await page.locator('#cp-form-bibtex').click();
	const [download] = await Promise.all([page.waitForEvent('download'), page.locator('.cp-forms a[download]').click()]);
	assert.equal(download.suggestedFilename(), 'ada2026reading.bib');
	assert.match(readFileSync(await download.path(), 'utf8'), /^@misc\{ada2026reading,/);
	await page.locator('.cp-reuse-open button').click();
	assert.equal(await page.locator('.cp-forms').count(), 0);
	await page.close();
});

await check('a passage is copied as it is, and the credit is offered', async () => {
	const page = await open(addressed, 'tide.html');
	await mark(page, '.prose > p');
	await page.keyboard.press('Control+C');
	const take = page.getByRole('button', { name: 'Copy with credit' });
	await take.waitFor();
	const passage = 'The sea leaves twice a day and comes back twice, and whoever has watched it for a year can say when, within the time that it takes to boil an egg.';
	assert.equal((await copied(page)).text, passage);
	await mark(page, '.prose > p');
	await take.focus();
	await page.keyboard.press('Enter');
	const taken = await copied(page);
	assert.ok(taken.text.startsWith(`${passage}\n\n“Reading the tide” by Ada Sample`), taken.text);
	assert.ok(!taken.text.includes('Ropes'), taken.text);
	assert.match(taken.html, /rel="license"/);
	// Escape closes it.
	await mark(page, '.prose > p');
	await page.keyboard.press('Control+C');
	await take.waitFor();
	await page.keyboard.press('Escape');
	assert.equal(await page.locator('.cp-offer').count(), 0);
	// A word or two are copied in peace, and so is what is not the author's text.
	for (const selector of ['.prose > p:nth-of-type(2)', '.cp-facts']) {
		await mark(page, selector);
		await page.keyboard.press('Control+C');
		await page.waitForTimeout(120);
		assert.equal(await page.locator('.cp-offer').count(), 0, selector);
	}
	// What stands in another page's text has that page's credit.
	await mark(page, '.cp-embed-text');
	await page.keyboard.press('Control+C');
	await take.click();
	const embedded = await copied(page);
	assert.ok(embedded.text.endsWith('From “Ropes” (https://harbour.example/commons/ropes.html) by Gil Example · CC0-1.0 (https://creativecommons.org/publicdomain/zero/1.0/)'), embedded.text);
	assert.ok(!embedded.text.includes('Reading the tide'), embedded.text);
	// And who does not want it is not asked again.
	await mark(page, '.prose > p');
	await page.keyboard.press('Control+C');
	await page.getByRole('button', { name: 'No, thanks' }).click();
	await mark(page, '.prose > p');
	await page.keyboard.press('Control+C');
	await page.waitForTimeout(120);
	assert.equal(await page.locator('.cp-offer').count(), 0);
	await page.close();
});

await check('over HTTP nothing is fetched before it is asked for, and the words are those of the page', async () => {
	const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
	const asked = [];
	server = createServer((request, response) => {
		const path = decodeURIComponent(new URL(request.url, 'http://x').pathname);
		asked.push(path);
		try {
			const body = readFileSync(join(nowhere, path));
			response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' }).end(body);
		} catch {
			response.writeHead(404).end();
		}
	});
	await new Promise((done) => server.listen(0, '127.0.0.1', done));
	served = `http://127.0.0.1:${server.address().port}/`;
	const page = await browsing.newPage();
	await page.goto(`${served}de/tide.html`);
	assert.ok(asked.includes('/theme/page.js') && !asked.includes('/theme/reuse.js'), asked.join());
	const texts = await forms(page);
	assert.ok(asked.includes('/theme/reuse.js'));
	assert.match(texts.Text, /^„Die Gezeiten lesen“ von Ada Sample\. The Harbour Commons\. Lizenz: CC-BY-SA-4\.0/);
	assert.ok('Formatierter Text' in texts, Object.keys(texts).join());
	// Where a page is served under a name it is its address.
	const named = await browsing.newPage();
	await named.route('http://harbour.test/**', (route) => route.fulfill({ path: join(nowhere, new URL(route.request().url()).pathname), contentType: types[extname(route.request().url())] }));
	await named.goto('http://harbour.test/tide.html');
	assert.ok((await forms(named)).Text.includes('The Harbour Commons, http://harbour.test/tide.html. ©'));
	await page.close();
	await named.close();
});

await check('nothing is broken without scripts', async () => {
	const bare = await browser.newContext({ javaScriptEnabled: false });
	const page = await bare.newPage();
	await page.goto(pathToFileURL(join(addressed, 'tide.html')).href);
	assert.match(await page.locator('.cp-credit').innerText(), /^“Reading the tide” by Ada Sample/);
	assert.equal(await page.locator('.cp-reuse-open').isVisible(), false);
	await bare.close();
});

assert.deepEqual(faults, []);
assert.ok(readdirSync(addressed).includes('feed.xml'));
server.close();
await browser.close();
