// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// The peers, each set up as its own documentation or its largest users set it up for a site of documents. An engine is
// {name, ask(query, lang) -> addresses, best first, close()}; all get the same pages.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import MiniSearch from 'minisearch';
import lunr from 'lunr';
import { lay } from './pages.mjs';
import { serve } from './serve.mjs';

const require = createRequire(import.meta.url);
const unparted = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u;
export const shown = 20; // how many results are looked at

// byLanguage makes one index a language, as each peer asks for.
function byLanguage(pages, make) {
	const all = new Map();
	for (const lang of new Set(pages.map((p) => p.lang))) all.set(lang, make(pages.filter((p) => p.lang === lang), lang));
	return all;
}

// MiniSearch as VitePress sets it up: fuzzy 0.2, prefixes, titles before headings before text.
const miniOptions = {
	idField: 'url', fields: ['title', 'aliases', 'headings', 'summary', 'tags', 'text'], storeFields: ['title'],
	searchOptions: { fuzzy: 0.2, prefix: true, boost: { title: 4, aliases: 4, headings: 2, summary: 2 } },
};
export const miniDocument = (p) => ({ url: p.url, title: p.title, aliases: p.aliases.join('. '), headings: p.sections.map((s) => s.title).join('. '), summary: p.summary, tags: p.tags.join(' '), text: p.text });
export function miniIndex(pages) {
	const index = new MiniSearch(miniOptions);
	index.addAll(pages.map(miniDocument));
	return index;
}
export function minisearch(pages) {
	const all = byLanguage(pages, miniIndex);
	return { name: 'MiniSearch', ask: (q, lang) => all.get(lang)?.search(q).slice(0, shown).map((r) => r.id) ?? [], close() {} };
}

// Lunr with the boosts above, the stemmer of the language where it has one, and, as it advises for boxes to type in, each word as it is,
// as a prefix, and with one mistake.
const lunrLanguages = { de: 'de', es: 'es', pt: 'pt', 'pt-br': 'pt', ja: 'ja', zh: 'zh' };
export function lunrPeer(pages) {
	require('lunr-languages/lunr.stemmer.support')(lunr);
	require('lunr-languages/tinyseg')(lunr);
	const all = byLanguage(pages, (own, lang) => {
		const known = lunrLanguages[lang];
		try {
			if (known && !lunr[known]) require('lunr-languages/lunr.' + known)(lunr);
		} catch { /* Chinese asks for a native module: without it */ }
		return lunr(function () {
			if (known && lunr[known]) this.use(lunr[known]);
			this.ref('url');
			this.field('title', { boost: 4 });
			this.field('aliases', { boost: 4 });
			this.field('headings', { boost: 2 });
			this.field('summary', { boost: 2 });
			this.field('tags');
			this.field('text');
			for (const p of own) this.add(miniDocument(p));
		});
	});
	return {
		name: 'Lunr', all,
		ask(q, lang) {
			const index = all.get(lang);
			if (!index) return [];
			const found = index.query((query) => {
				const tokens = (lunr[lunrLanguages[lang]]?.tokenizer ?? lunr.tokenizer)(q);
				query.term(tokens, { boost: 10 });
				query.term(tokens.filter((t) => !unparted.test(String(t))), { wildcard: lunr.Query.wildcard.TRAILING, usePipeline: false, boost: 2 });
				query.term(tokens.filter((t) => String(t).length >= 4 && !unparted.test(String(t))), { editDistance: 1, usePipeline: false });
			});
			return found.slice(0, shown).map((r) => r.ref);
		},
		close() {},
	};
}

// pagefindIndex writes the pages to a folder and indexes them with the program; it gives the folder.
export function pagefindIndex(pages, folder) {
	if (!existsSync(join(folder, 'pagefind', 'pagefind.js'))) {
		rmSync(folder, { recursive: true, force: true });
		lay(pages, folder);
		execFileSync(require.resolve('@pagefind/linux-x64/package.json').replace('package.json', 'bin/pagefind_extended'), ['--site', folder, '--keep-index-url'], { stdio: 'ignore' });
	}
	return folder;
}
// Pagefind is asked in a browser, which is where it runs.
export async function pagefind(pages, folder, browser) {
	const server = await serve(pagefindIndex(pages, folder), (lang) => `<!doctype html><html lang="${lang}"><meta charset="utf-8"><title>q</title></html>`);
	const tabs = new Map();
	const tab = async (lang) => {
		if (!tabs.has(lang)) {
			const page = await browser.newPage();
			await page.goto(server.address + 'ask/' + lang);
			await page.evaluate(async () => {
				window.pagefind = await import('/pagefind/pagefind.js');
				await window.pagefind.options({});
				await window.pagefind.init();
			});
			tabs.set(lang, page);
		}
		return tabs.get(lang);
	};
	return {
		name: 'Pagefind',
		async ask(q, lang) {
			return (await tab(lang)).evaluate(async ([q, shown]) => {
				const found = await window.pagefind.search(q);
				const rows = await Promise.all(found.results.slice(0, shown).map((r) => r.data()));
				return rows.map((r) => decodeURIComponent(new URL(r.url, location.origin).pathname).slice(1));
			}, [q, shown]);
		},
		async close() {
			for (const page of tabs.values()) await page.close();
			server.close();
		},
	};
}
