// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// The pages of a built site, as every engine gets them: what a reader sees of the article, without what the site says about other pages
// (contents, relations, backlinks, neighbours), so that no engine finds a page by the titles of others.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'node-html-parser';

const text = (node) => (node ? node.textContent.replace(/\s+/g, ' ').trim() : '');
const entities = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&#34;': '"', '&quot;': '"', '&#39;': "'", '&nbsp;': ' ' };
const escape = (s) => s.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);

// listed gives what the site says about its pages for machines, in one file or, of a large site, in parts.
function listed(site) {
	const whole = JSON.parse(readFileSync(join(site, 'commons.json'), 'utf8'));
	if (whole.pages) return whole.pages;
	return whole.parts.flatMap((part) => JSON.parse(readFileSync(join(site, part.url ?? part), 'utf8')).pages);
}

// read gives [{url, lang, title, aliases, summary, tags, sections: [{title, text}], text, html}], in the order of addresses.
export function read(site) {
	const pages = [];
	for (const { url, title, tags = [] } of listed(site)) {
		if (!url || !url.endsWith('.html')) continue;
		let html;
		try {
			html = readFileSync(join(site, url), 'utf8');
		} catch {
			continue; // the page of a term may have no file of its own
		}
		const root = parse(html, { comment: false });
		const article = root.querySelector('article');
		if (!article) continue;
		const lang = (article.querySelector('.prose')?.getAttribute('lang') ?? article.closest('[lang]')?.getAttribute('lang') ?? 'en').toLowerCase();
		for (const other of article.querySelectorAll('nav, .cp-after, .cp-actions, .anchor')) other.remove();
		// Pagefind weighs headings by itself; what else names a page it is told, with the weight of a heading.
		article.querySelector('.cp-aka')?.setAttribute('data-pagefind-weight', '7');
		article.querySelector('.cp-summary')?.setAttribute('data-pagefind-weight', '3');
		const prose = article.querySelector('.prose');
		const sections = [];
		let section = { title: '', text: '' };
		for (const node of prose?.childNodes ?? []) {
			if (/^H[1-6]$/.test(node.tagName ?? '')) {
				sections.push(section);
				section = { title: text(node), text: '' };
			} else section.text += ' ' + text(node);
		}
		sections.push(section);
		pages.push({
			url, lang, title, tags, aliases: article.querySelectorAll('.cp-aka span').map(text), summary: text(article.querySelector('.cp-summary')),
			sections: sections.filter((s) => s.title || s.text).map((s) => ({ title: s.title, text: s.text.trim() })),
			text: text(prose).replace(/&[a-z0-9#]+;/g, (c) => entities[c] ?? c),
			html: `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>${escape(title)}</title></head><body><main>${article.innerHTML}</main></body></html>`,
		});
	}
	return pages.sort((a, b) => (a.url < b.url ? -1 : 1));
}

// lay writes the pages as files, for an engine that reads a folder.
export function lay(pages, folder) {
	for (const page of pages) {
		const file = join(folder, page.url);
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, page.html);
	}
}

// sizes counts the files below a folder and their bytes.
export function sizes(folder, wanted = () => true) {
	let files = 0, bytes = 0;
	for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
		if (!entry.isFile() || !wanted(entry.name)) continue;
		files++;
		bytes += readFileSync(join(entry.parentPath, entry.name)).length;
	}
	return { files, bytes };
}
