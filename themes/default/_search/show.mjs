// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// What the dialog and the page of the search share: elements, words, addresses, what is kept on the device. All text goes in as text.

export const here = new URL('.', document.currentScript.src); // of this script: search/
export const pageLang = document.documentElement.lang; // of the words on the page

export function el(name, attributes, ...children) {
	const e = document.createElement(name);
	for (const [key, value] of Object.entries(attributes || {})) {
		if (value || value === 0) {
			e.setAttribute(key, value);
		}
	}
	e.append(...children.flat().filter(Boolean));
	return e;
}

// word is a text of the theme with a value in the place of what stands in braces.
export function word(key, value, count) {
	const text = said.words[key] || '';
	return (Array.isArray(text) ? text[count === 1 ? 0 : 1] : text).replace(/\{\w+\}/, () => value);
}

export const counted = (key, n) => word(key, n.toLocaleString(pageLang), n);

// tongue gives what is found the language that it is in.
export const tongue = (e, lang) => Object.assign(e, { lang, dir: said.languages[lang] });

export const marked = (parts) => (parts || []).map((part) => (part.mark ? el('mark', null, part.text) : part.text));
export const crumbs = (hit) => (hit.crumbs || []).join(' › ');
export const badges = ({ type, status, license } = {}) => [type, status && word('status.declared', status), license].filter(Boolean);
export const addressOf = (hit, section) => new URL(`../${hit.url}${section ? `#${encodeURIComponent(section.id)}` : ''}`, here).href;

// load adds a script, which gives what it holds to a name of the window: pages that are opened as files can load nothing else.
export const load = (name) => new Promise((done, failed) => {
	document.head.append(Object.assign(el('script', { src: new URL(name, here) }), { onload: done, onerror: failed }));
});

export const said = self.cpWords[pageLang]; // the words, which came before, and what must be known of the site

// indexOf is the language of the index for a page's language: the same, else one that is near, else the site's.
export function indexOf(lang) {
	const list = Object.keys(said.languages);
	const base = (tag) => tag.split('-')[0];
	return [lang, base(lang), ...list.filter((l) => base(l) === base(lang)), said.lang].find((l) => said.languages[l]) || list[0];
}

const engines = {};
export const engine = (lang) => (engines[lang] ??= self.cpSearch({ base: here.href, lang }));

// A filter is the name of a facet and a value. In an address it is "tag:water".
export const filterOf = (text) => text.split(/:(.*)/s).slice(0, 2);
export const labelOf = ([name, value], label) => `${said.facets[name] || name}: ${label || value}`;

export function grouped(chosen) {
	const filters = {};
	for (const [name, value] of chosen) {
		(filters[name] ??= []).push(value);
	}
	return filters;
}

// searchAddress leads to the page that searches.
export function searchAddress(q, chosen, lang) {
	const to = new URL('index.html', here);
	to.searchParams.set('q', q);
	for (const filter of chosen) {
		to.searchParams.append('in', filter.join(':'));
	}
	if (lang !== indexOf(pageLang)) {
		to.searchParams.set('lang', lang);
	}
	return to.href;
}

// What was searched for on this device, the newest first. Where the browser keeps nothing, there is nothing.
export const recent = {
	key: `commonplace ${here.pathname}`,
	list() {
		try {
			return JSON.parse(localStorage[this.key]).filter((q) => typeof q === 'string').slice(0, 5);
		} catch {
			return [];
		}
	},
	keep(list) {
		try {
			localStorage[this.key] = JSON.stringify(list);
		} catch {
			// It stays unknown.
		}
	},
	add(q) {
		if (q.trim()) {
			this.keep([q.trim(), ...this.list().filter((other) => other !== q.trim())].slice(0, 5));
		}
	},
};

// asked puts a question to the index of a language. Null: there was a newer one.
export async function asked(lang, question) {
	try {
		return await (await engine(lang)).ask(question);
	} catch {
		delete engines[lang]; // it may be there the next time
		return { total: 0, results: [], problems: [{ shard: '/meta' }] };
	}
}

// found tells how much there is, and what the last word was taken for, too.
export const found = (answer) => [counted(answer.atLeast ? 'atleast' : 'total', answer.total),
	answer.completions?.length && word('completed', answer.completions.slice(0, 4).join(said.words.comma))].filter(Boolean).join(said.words.dot);

// notes are what must be said of an answer: what was searched for in place of what was written, which words stand nowhere, what could not be read.
export const notes = ({ corrected = [], unknown = [], problems = [], total }) => [
	corrected.length && word('corrected', corrected.map((c) => c.to).join(said.words.comma)),
	total && unknown.length && word('unknown', unknown.map((w) => `“${w}”`).join(said.words.comma)),
	problems.length && word(problems.some((p) => p.shard.endsWith('/meta')) ? 'problem.load' : 'problem'),
].filter(Boolean).map((text) => el('p', null, text));

// isNothing tells of an answer that there is nothing, and not because it could not be read.
export const isNothing = (answer) => !answer.total && !answer.problems?.length;
