// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// The script of the dialog, which the script of every page asks for when it opens one: a combobox with a list (ARIA Authoring Practices, “Editable Combobox With List Autocomplete”). The focus stays in the field, the
// arrows choose, Enter opens what is chosen or goes to the page that searches.

import '../search/open.js';
import { addressOf, asked, badges, counted, crumbs, el, engine, filterOf, found, grouped, indexOf, isNothing, labelOf, load, marked, notes, pageLang, recent, said, searchAddress, tongue, word } from './show.mjs';

function startDialog(dialog) {
	const form = dialog.firstChild;
	const field = form.q;
	const lang = indexOf(document.querySelector('.prose[lang]')?.lang || pageLang);
	const list = el('div', { role: 'listbox', id: 'cp-hits', 'aria-label': word('results') });
	const status = el('p', { role: 'status', class: 'cp-count' });
	const above = el('div', { class: 'cp-told' });
	const close = el('button', { type: 'button', class: 'cp-close' }, el('span', null, word('close')), el('kbd', { 'aria-hidden': 'true' }, 'Esc'));
	const place = document.querySelector('[data-in]');
	const inPlace = place && filterOf(place.dataset.in);
	const only = inPlace && el('input', { type: 'checkbox' });
	const key = (name) => el('kbd', null, name);
	let options = [];
	let active = -1;

	Object.assign(field, { role: 'combobox', ariaAutoComplete: 'list', ariaExpanded: false, placeholder: word('field', said.site), spellcheck: false, dir: 'auto', enterKeyHint: 'search' })
		.setAttribute('aria-controls', list.id);
	form.append(close);
	dialog.append(...[
		only && el('p', { class: 'cp-in' }, el('label', null, only, word('in', labelOf(inPlace, place.dataset.label)))),
		above, list,
		el('footer', null, status, el('p', { class: 'cp-keys', 'aria-hidden': 'true' }, el('span', null, key('↑'), key('↓'), ` ${word('move')}`), el('span', null, key('↵'), ` ${word('open')}`))),
	].filter(Boolean));
	tongue(list, lang);
	engine(lang).catch(() => 0); // while the first word is being written

	const chosen = () => (only?.checked ? [inPlace] : []);

	function choose(n) {
		if (options[active]) {
			options[active].ariaSelected = false;
		}
		active = n;
		if (n < 0) {
			field.removeAttribute('aria-activedescendant');
			return;
		}
		options[n].ariaSelected = true;
		options[n].scrollIntoView({ block: 'nearest' });
		field.setAttribute('aria-activedescendant', options[n].id);
	}

	function show(elements, first) {
		active = -1;
		options = elements;
		options.forEach((option, i) => (option.id = `cp-hit-${i}`));
		list.replaceChildren(...options);
		list.scrollTop = 0;
		list.hidden = !options.length;
		field.ariaExpanded = options.length > 0;
		choose(options.length ? first : -1);
	}

	const option = (attributes, ...children) => el('a', { role: 'option', 'aria-selected': 'false', tabindex: '-1', ...attributes }, ...children);
	const line = (name, ...children) => children.flat().length > 0 && el('span', { class: `cp-hit-${name}` }, ...children);

	function hits(hit) {
		const sections = (hit.sections || []).slice(0, 2);
		return [
			option({ href: addressOf(hit) }, line('title', hit.title, hit.alias && el('small', null, ` ${hit.alias}`)), line('facts', [crumbs(hit), ...badges(hit.badges)].filter(Boolean).map((fact) => el('span', null, fact))),
				sections.length ? null : line('text', marked(hit.excerpt))),
			...sections.map((s) => option({ href: addressOf(hit, s), class: 'cp-hit-section' }, line('title', s.title), line('text', marked(s.excerpt)))),
		];
	}

	async function ask() {
		const text = field.value;
		choose(-1);
		if (!text.trim()) {
			const list = recent.list();
			status.textContent = '';
			above.replaceChildren(...list.length ? [el('p', null, word('recent'), ' ', Object.assign(el('button', { type: 'button' }, word('forget')), { onclick: forget }))] : [el('p', { class: 'cp-hint' }, word('hint'))]);
			show(list.map((q) => option({ href: searchAddress(q, [], lang), 'data-query': q }, line('title', q))), -1);
			return;
		}
		list.ariaBusy = true;
		const answer = await asked(lang, { text, filters: grouped(chosen()), limit: 6 });
		if (!answer || field.value !== text) {
			return;
		}
		list.ariaBusy = false;
		const lines = answer.results.flatMap(hits);
		if (answer.total > answer.results.length) {
			lines.push(option({ href: searchAddress(text, chosen(), lang), class: 'cp-hit-all' }, counted(answer.atLeast ? 'all.atleast' : 'all', answer.total)));
		}
		above.replaceChildren(...notes(answer));
		status.textContent = answer.total ? found(answer) : word('none', text);
		show(lines, 0);
		if (isNothing(answer)) {
			await load('results.js'); // which knows what can be done
			const list = await self.cpNothing(text, chosen(), lang);
			if (field.value === text) {
				above.append(...list);
			}
		}
	}

	function forget() {
		recent.keep([]);
		field.focus();
		ask();
	}

	field.addEventListener('input', ask);
	only?.addEventListener('change', () => {
		field.focus();
		ask();
	});
	field.addEventListener('keydown', (e) => {
		const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
		if (step && options.length) {
			e.preventDefault();
			const n = options.length + 1; // with the field itself
			choose(((active + 1 + step + n) % n) - 1);
		} else if (e.key === 'Escape') {
			e.preventDefault(); // a field of this type would be emptied first
			dialog.close();
		} else if (e.key === 'Enter' && active >= 0 && !e.isComposing) {
			e.preventDefault();
			if (e.ctrlKey || e.metaKey) {
				open(options[active].href);
			} else {
				options[active].click();
			}
		}
	});
	list.addEventListener('click', (e) => {
		const to = e.target.closest('[role=option]');
		if (to?.dataset.query) {
			e.preventDefault();
			field.value = to.dataset.query;
			ask();
		} else if (to) {
			recent.add(field.value);
			// A section of the same page is reached without leaving it.
			dialog.close();
		}
	});
	form.addEventListener('submit', (e) => {
		e.preventDefault();
		recent.add(field.value);
		location.href = searchAddress(field.value, chosen(), lang);
	});
	close.addEventListener('click', () => dialog.close());
	dialog.addEventListener('click', (e) => e.target === dialog && dialog.close());
	new MutationObserver(() => dialog.open && field.select()).observe(dialog, { attributeFilter: ['open'] });
	ask();
}

startDialog(document.querySelector('.cp-dialog'));
