// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// What can be done where nothing is found.

import { el, load, said, searchAddress, word, here } from './show.mjs';

const folded = (text) => text.normalize('NFKD').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();

// wanted are links to the wanted pages of a name: of no other, or of those whose names hold it, too.
export async function wanted(q, holding) {
	if (said.wanted && !self.cpWanted) {
		await load('wanted.js').catch(() => 0);
	}
	const name = folded(q);
	return (self.cpWanted || []).filter(([title]) => name && (folded(title) === name || (holding && ` ${folded(title)} `.includes(` ${name} `)))).slice(0, 5)
		.map(([title, path]) => link(title, `../${path}`, 'wanted'));
}

const link = (text, href, of) => el('a', { class: of, href: new URL(href, here) }, text);

// nothing leads to the wanted pages of such a name, else to where one can be begun.
export async function nothing(q, chosen, lang) {
	const list = [el('p', { class: 'cp-empty' }, word(chosen.length ? 'none.filtered' : 'none', q))];
	if (chosen.length) {
		return [...list, el('p', null, link(word('everywhere'), searchAddress(q, [], lang)))];
	}
	const ways = await wanted(q, true);
	if (said.wanted || said.begin) {
		list.push(el('p', null, word(ways.length ? 'wanted' : 'wanted.invitation')));
	}
	if (!ways.length && said.begin) {
		ways.push(link(word('begin', q), said.begin.replace('{slug}', encodeURIComponent(folded(q).replace(/ /g, '-')))));
	}
	if (said.wanted) {
		ways.push(link(word('notfound.wanted'), `../${said.wanted}`));
	}
	return [...list, el('ul', { class: 'cp-ways' }, ways.map((way) => el('li', null, way)))];
}
