// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// The script of the page that searches. What is asked stands in its address, so that it can be linked to and the way back works.

import '../search/open.js';
import { addressOf, asked, badges, crumbs, el, filterOf, found, grouped, indexOf, isNothing, labelOf, marked, notes, pageLang, recent, said, searchAddress, tongue, word } from './show.mjs';
import { nothing, wanted } from './nothing.mjs';

const nameOf = (lang) => new Intl.DisplayNames([lang, 'en'], { type: 'language' }).of(lang);

const pageful = 10;

function startPage(form) {
	const field = form.q;
	const main = form.closest('main');
	const ways = main.querySelector('.cp-ways');
	const status = el('p', { role: 'status', class: 'cp-count' });
	const above = el('div', { class: 'cp-told', 'aria-live': 'polite' });
	const bar = el('div', { class: 'cp-filters', role: 'group', 'aria-label': word('filter') });
	const list = el('ol', { class: 'cp-cards' });
	const more = el('button', { type: 'button', class: 'cp-all' }, word('more'));
	const others = el('p', { class: 'cp-others' });
	const labels = {}; // of values, by filter
	const folds = {}; // of facets, by name
	let chosen = [];
	let lang, shown;

	function read() {
		const asked = new URLSearchParams(location.search);
		field.value = asked.get('q') || '';
		chosen = asked.getAll('in').map(filterOf).filter(([, value]) => value);
		lang = indexOf(asked.get('lang') || pageLang);
		shown = Math.min(Math.max(Math.floor(asked.get('n')) || 0, pageful), 500);
		tongue(list, lang);
	}

	// write puts what is asked into the address: as a step of its own where something was decided, else in place of the last.
	function write(step) {
		const to = searchAddress(field.value, chosen, lang) + (shown > pageful ? `&n=${shown}` : '');
		if (to !== location.href) {
			try {
				history[step ? 'pushState' : 'replaceState'](null, '', to);
			} catch {
				// Browsers allow only so many.
			}
		}
	}

	function change(step) {
		shown = pageful;
		write(step);
		ask();
	}

	function card(hit) {
		const title = el('a', { href: addressOf(hit) }, hit.title);
		const sections = hit.sections || [];
		return el('li', null, el('div', { class: 'cp-card' },
			crumbs(hit) && el('p', { class: 'cp-hit-facts' }, crumbs(hit)), title, hit.alias && el('small', null, ` ${hit.alias}`),
			!sections.length && el('p', { class: 'cp-hit-text' }, marked(hit.excerpt))),
		sections.length > 0 && el('ul', { class: 'cp-sections' }, sections.map((s) => el('li', null, el('a', { href: addressOf(hit, s) }, s.title), el('p', { class: 'cp-hit-text' }, marked(s.excerpt))))),
		el('ul', { class: 'cp-card-facts' }, badges(hit.badges).map((b) => el('li', null, b))));
	}

	function toggle(filter) {
		const same = (other) => other.join(':') === filter.join(':');
		chosen = chosen.some(same) ? chosen.filter((other) => !same(other)) : [...chosen, filter];
		change(true);
	}

	function value(name, v) {
		const box = el('input', { type: 'checkbox', value: v.value, checked: v.active && 'checked' });
		box.onchange = () => toggle([name, v.value]);
		return el('li', null, el('label', null, box, el('span', null, v.label || v.value), el('span', { class: 'cp-count' }, number(v.count))));
	}

	const number = (n) => n.toLocaleString(pageLang);
	const most = 12;

	function fill(facet) {
		const fold = folds[facet.name];
		const values = [...facet.values].sort((a, b) => (facet.name === 'person' ? 0 : b.count - a.count) || (a.label || a.value).localeCompare(b.label || b.value, pageLang));
		for (const v of values) {
			labels[`${facet.name}:${v.value}`] = v.label;
		}
		const kept = fold.contains(document.activeElement) && document.activeElement.value;
		const items = (fold.all ? values.slice(0, 200) : values.slice(0, most)).map((v) => value(facet.name, v));
		const rest = !fold.all && values.length > most && Object.assign(el('button', { type: 'button' }, word('filter.more')), { onclick: () => {
			fold.all = true;
			fill(facet);
		} });
		fold.lastChild.replaceChildren(el('ul', null, items), ...rest ? [rest] : []);
		if (kept) {
			[...fold.querySelectorAll('input')].find((box) => box.value === kept)?.focus();
		}
	}

	function chips() {
		bar.querySelectorAll('.cp-chip').forEach((chip) => chip.remove());
		bar.append(...chosen.map((filter) => Object.assign(
			el('button', { type: 'button', class: 'cp-chip', 'aria-label': word('filter.remove', labelOf(filter, labels[filter.join(':')])) }, labelOf(filter, labels[filter.join(':')])),
			{ onclick: () => toggle(filter) })));
	}

	for (const name of said.order) {
		folds[name] = el('details', { name: 'cp-filter' }, el('summary', null, said.facets[name]), el('div'));
		folds[name].ontoggle = () => folds[name].open && ask();
		bar.append(folds[name]);
	}
	// A click elsewhere closes what lies over the results.
	document.addEventListener('click', (e) => Object.values(folds).forEach((fold) => fold.contains(e.target) || (fold.open = false)));
	document.addEventListener('keydown', (e) => e.key === 'Escape' && bar.querySelector('[open] summary')?.click());

	async function ask() {
		const text = field.value;
		const blank = !text.trim() && !chosen.length;
		document.title = [text.trim(), ...document.title.split(said.words.dot).slice(-2)].filter(Boolean).join(said.words.dot);
		ways.hidden = !blank;
		bar.hidden = blank;
		others.replaceChildren();
		chips();
		if (blank) {
			list.replaceChildren();
			above.replaceChildren();
			status.textContent = '';
			more.hidden = true;
			return;
		}
		list.ariaBusy = true;
		const answer = await asked(lang, { text, filters: grouped(chosen), limit: shown, facets: chosen.length > 0 || Object.values(folds).some((fold) => fold.open) });
		if (!answer || field.value !== text) {
			return;
		}
		list.ariaBusy = false;
		for (const name of answer.facets ? said.order : []) {
			const facet = answer.facets.find((facet) => facet.name === name);
			folds[name].hidden = !facet;
			if (facet) {
				fill(facet);
			}
		}
		chips();
		status.textContent = answer.total ? found(answer) : '';
		above.replaceChildren(...notes(answer), ...isNothing(answer) ? await nothing(text, chosen, lang) : []);
		list.replaceChildren(...answer.results.map(card));
		more.hidden = answer.results.length >= answer.total;
		elsewhere(text);
		// A page that is wanted is named by those that want it: they are found, and it would be missed.
		if (answer.total) {
			const ways = await wanted(text);
			if (ways.length && field.value === text) {
				above.append(el('p', null, word('wanted'), ': ', ...ways));
			}
		}
	}

	// elsewhere tells how much there is in the other languages.
	async function elsewhere(text) {
		for (const other of Object.keys(said.languages).filter((l) => l !== lang).slice(0, 6)) {
			const answer = await asked(other, { text, filters: grouped(chosen), limit: 0 });
			if (field.value !== text) {
				return;
			}
			if (answer?.total) {
				others.append(el('a', { href: searchAddress(text, chosen, other) }, `${word('other', nameOf(other))} (${number(answer.total)})`), ' ');
			}
		}
	}

	field.addEventListener('input', () => change(false));
	form.addEventListener('submit', (e) => {
		e.preventDefault();
		recent.add(field.value);
		change(true);
	});
	list.addEventListener('click', () => recent.add(field.value));
	more.addEventListener('click', () => {
		shown += 2 * pageful;
		write(false);
		ask();
	});
	addEventListener('popstate', () => {
		read();
		ask();
	});
	main.append(others, bar, status, above, list, more);
	read();
	ask();
	if (!field.value) {
		field.focus();
	}
}

const form = document.querySelector('.cp-query');
if (form) {
	startPage(form);
} else {
	self.cpNothing = nothing; // the dialog asks for it
}
