// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// What the dialog and the page of the search share: elements, words, addresses, what is kept on the device. All text goes in as text.

export const here = new URL('.', document.currentScript.src); // of this script: search/
export const pageLang = document.documentElement.lang; // of the words on the page
export let said; // the words, and what must be known of the site

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
const joined = (list) => list.join(said.words.comma);
export const nameOf = (lang) => new Intl.DisplayNames([lang, 'en'], { type: 'language' }).of(lang);

// tongue gives what is found the language that it is in.
export function tongue(e, lang) {
	const locale = new Intl.Locale(lang);
	e.lang = lang;
	e.dir = (locale.getTextInfo?.() || locale.textInfo)?.direction || 'auto';
}

export const marked = (parts) => (parts || []).map((part) => (part.mark ? el('mark', null, part.text) : part.text));
export const crumbs = (hit) => (hit.crumbs || []).map((crumb) => el('span', null, crumb));
export const badges = ({ type, status, license } = {}) => [type, status && word('status.declared', status), license].filter(Boolean);
export const addressOf = (hit, section) => new URL(`../${hit.url}${section ? `#${encodeURIComponent(section.id)}` : ''}`, here).href;

// load adds a script, which gives what it holds to a name of the window: pages that are opened as files can load nothing else.
const load = (name) => new Promise((done, failed) => {
	document.head.append(Object.assign(el('script', { src: new URL(name, here) }), { onload: done, onerror: failed }));
});

export async function begin() {
	await load(`words-${pageLang}.js`);
	said = self.cpWords[pageLang];
}

// indexOf is the language of the index for a page's language: the same, else one that is near, else the site's.
export function indexOf(lang) {
	const base = (tag) => tag.split('-')[0];
	const is = (wish) => said.languages.find((l) => l === wish);
	return is(lang) || said.languages.find((l) => base(l) === base(lang)) || is(said.lang) || said.languages[0];
}

const engines = {};
export const engine = (lang) => (engines[lang] ??= self.cpSearch({ base: here.href, lang }));

// A filter is the name of a facet and a value. In an address it is "tag:water".
export const filterOf = (text) => text.match(/^([^:]*):(.*)$/s)?.slice(1);
export const labelOf = ([name, value], label) => `${said.facets[name] || name}: ${label || value}`;

export function grouped(chosen) {
	const filters = {};
	for (const [name, value] of chosen) {
		(filters[name] ??= []).push(value);
	}
	return filters;
}

// searchAddress leads to the page that searches.
export function searchAddress(q, chosen, lang, n) {
	const to = new URL('index.html', here);
	to.searchParams.set('q', q);
	for (const filter of chosen) {
		to.searchParams.append('in', filter.join(':'));
	}
	if (lang !== indexOf(pageLang)) {
		to.searchParams.set('lang', lang);
	}
	if (n > pageful) {
		to.searchParams.set('n', n);
	}
	return to.href;
}

export const pageful = 10;

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

// notes tell of an answer what is not what was asked for.
export function notes(answer) {
	const list = [];
	if (answer.corrected?.length) {
		list.push(word('corrected', joined(answer.corrected.map((c) => `“${c.to}”`))));
	}
	if (answer.completions?.length) {
		list.push(word('completed', joined(answer.completions)));
	}
	for (const problem of answer.problems || []) {
		list.push(word(said.words[`problem.${problem}`] ? `problem.${problem}` : 'problem'));
	}
	return [...new Set(list)].map((text) => el('p', null, text));
}

// nothing says that nothing was found, and what can be done about it: pages of such a name that are wanted, or the beginning of one.
export async function nothing(q, chosen, answer) {
	const folded = (text) => text.normalize('NFKD').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
	const list = [el('p', { class: 'cp-empty' }, word(chosen.length ? 'none.filtered' : 'none', q))];
	const near = answer.near || [];
	if (near.length) {
		list.push(el('p', null, ...word('near', '\n').split('\n').flatMap((text, i) => (i ? [near.map((w, k) => [k ? said.words.comma : '', el('a', { href: searchAddress(w, chosen, indexOf(pageLang)) }, w)]), text] : [text])).flat(2)));
	}
	if (said.wanted && !self.cpWanted) {
		await load('wanted.js').catch(() => 0);
	}
	const name = folded(q);
	const wanted = (self.cpWanted || []).filter(([title]) => name && (folded(title) === name || ` ${folded(title)} `.includes(` ${name} `))).slice(0, 5);
	const ways = el('ul', { class: 'cp-ways' });
	for (const [title, path] of wanted) {
		ways.append(el('li', null, el('a', { class: 'wanted', href: new URL(`../${path}`, here) }, title)));
	}
	if (!wanted.length && said.begin && name) {
		ways.append(el('li', null, el('a', { class: 'wanted', href: said.begin.replace('{slug}', encodeURIComponent(name.replace(/ /g, '-'))) }, word('begin', q))));
	}
	if (!wanted.length && said.wanted) {
		ways.append(el('li', null, el('a', { href: new URL(`../${said.wanted}`, here) }, word('notfound.wanted'))));
	}
	list.push(el('p', null, word(wanted.length ? 'wanted' : 'wanted.invitation')), ways);
	return list;
}
