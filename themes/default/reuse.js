// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Credit that travels: the panel “Reuse this page”, which gives the page's attribution in six forms, and the offer to take it along with a
// passage that was copied. Nothing is asked of the network. The page has the credit as a sentence and its facts as JSON-LD; a form is made of
// these when it is looked at. Whatever authors wrote is text here: it is escaped for the form it goes into.

const page = words[document.documentElement.lang.toLowerCase()] ?? words.en;
const fill = (text, value) => text.replace(/\{\w+\}/, () => value);
const plain = (text) => text.replace(/[\s\p{Cc}]+/gu, ' ');

// address is where the page can be found by others: what the site says, else where it was read, unless that is on the reader's own machine.
function address() {
	const said = document.querySelector('link[rel=canonical]')?.href;
	const own = /^https?:$/.test(location.protocol) && !/^(localhost|127\.|\[::1\]|.*\.localhost$)/.test(location.hostname);
	return said || (own ? location.origin + location.pathname : '');
}

function facts() {
	try {
		return JSON.parse(document.querySelector('script[type="application/ld+json"]').textContent);
	} catch {
		return {};
	}
}

// absolute is a link's address for others; empty where they could not follow it.
function absolute(link) {
	try {
		const url = new URL(link.getAttribute('href'), address() || undefined);
		return /^https?:$/.test(url.protocol) ? url.href : '';
	} catch {
		return '';
	}
}

// runs are the pieces of a credit: a text, where it leads, and what it is called in RDFa.
function runs(element) {
	const list = [];
	const walk = (node, about) => {
		if (node.nodeType === Node.TEXT_NODE) {
			const last = list.at(-1);
			if (last?.of === about.of && about.of) last.text += plain(node.data);
			else list.push({ ...about, text: plain(node.data) });
		}
		if (node.nodeType !== Node.ELEMENT_NODE) return;
		const inner = { ...about };
		if (node.localName === 'a') {
			Object.assign(inner, { href: absolute(node), anchor: node });
			inner.rel = node.relList.contains('license') ? 'license' : '';
			inner.link = node.getAttribute('property') ?? '';
		} else if (node.hasAttribute('property')) {
			Object.assign(inner, { property: node.getAttribute('property'), of: node }); // names that stand in one element are one value
		}
		if (node.lang) Object.assign(inner, { lang: node.lang, dir: node.dir });
		for (const child of node.childNodes) walk(child, inner);
	};
	for (const child of element.childNodes) walk(child, {});
	const where = address();
	const name = element.querySelector('.cp-credit-commons');
	if (where && name && !element.querySelector('[property="cc:attributionURL"]')) {
		const at = list.findIndex((run) => run.text === plain(name.textContent));
		list.splice(at + 1, 0, { text: ', ' }, { text: where, href: where, link: 'cc:attributionURL' });
	}
	return list;
}

// joined makes one text of the pieces of a credit: piece writes the words of a run, link puts the words of one link together.
function joined(list, piece, link) {
	let all = '';
	for (let i = 0; i < list.length;) {
		const first = list[i];
		let words = '';
		do words += piece(list[i++]); while (first.anchor && list[i]?.anchor === first.anchor);
		all += first.href ? link(words, first) : words;
	}
	return all.trim();
}

const asText = (list) => joined(list, ({ text }) => text, (words, { href }) => words === href ? words : `${words} (${href})`);

const inHTML = (text) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

// asHTML says in RDFa what it says in words, about the page's address, so that it stays true wherever it is pasted.
function asHTML(list, about) {
	const attribute = (name, value) => value ? ` ${name}="${inHTML(value)}"` : '';
	const named = (value) => attribute('property', about && value);
	const piece = ({ text, property, lang, dir }) =>
		property || lang ? `<span${named(property)}${attribute('lang', lang)}${attribute('dir', dir)}>${inHTML(text)}</span>` : inHTML(text);
	const link = (words, { href, rel, link }) => `<a href="${inHTML(href)}"${attribute('rel', rel)}${named(link)}>${words}</a>`;
	return `<p${attribute('about', about)}>${joined(list, piece, link)}</p>`;
}

const inMarkdown = (text) => text.replace(/[\\`*_[\]<>&|~$^#!]/g, '\\$&');

function asMarkdown(list) {
	const link = (words, { href, text }) => href === text ? `<${href}>` : `[${words}](${href.replaceAll('(', '%28').replaceAll(')', '%29')})`;
	const text = joined(list, ({ text }) => inMarkdown(text), link);
	return text.replace(/^([-+=:]|\d+(?=[.)]))/, (sign) => /\d/.test(sign) ? `${sign}\\` : `\\${sign}`);
}

const TeX = {
	'\\': '\\textbackslash{}', '{': '\\textbraceleft{}', '}': '\\textbraceright{}', '~': '\\textasciitilde{}', '^': '\\textasciicircum{}', '<': '\\textless{}', '>': '\\textgreater{}',
	'"': '\\textquotedbl{}', $: '\\$', '&': '\\&', '#': '\\#', '%': '\\%', _: '\\_', '@': '{@}',
};

const inTeX = (text) => plain(text).trim().replace(/[\\{}~^<>"$&#%_@]/g, (c) => TeX[c]);

const listed = (value) => value === undefined ? [] : [value].flat();
const licence = (value) => typeof value === 'string' ? value : value?.name ?? '';

// keyOf is a key for bibliographies: ada2026copyleft.
function keyOf(ld) {
	const word = (text = '') => text.normalize('NFKD').toLowerCase().match(/[a-z0-9]+/)?.[0] ?? '';
	return word(listed(ld.author)[0]?.name) + (ld.dateModified ?? ld.dateCreated ?? '').slice(0, 4) + word(ld.name) || 'page';
}

// asBibTeX keeps each name whole, in braces of its own: which part of it is the family's, nobody has said.
function asBibTeX(ld, terms, changes) {
	const people = (list) => listed(list).map((p) => `{${inTeX(p.name)}}`).join(' and ');
	const date = ld.dateModified ?? ld.dateCreated ?? '';
	const url = address().replace(/[{}\\]/g, encodeURIComponent);
	const fields = {
		title: `{${inTeX(ld.name ?? '')}}`, author: people(ld.author), editor: people(ld.editor), translator: people(ld.translator),
		howpublished: inTeX(ld.isPartOf?.name ?? ''), year: date.slice(0, 4), date, version: inTeX(ld.version ?? ''), url, urldate: url && today(),
		copyright: inTeX(licence(ld.license)), note: inTeX([terms, changes].filter(Boolean).join(' ')),
	};
	const lines = Object.entries(fields).filter(([, value]) => value && value !== '{}').map(([name, value]) => `  ${name} = {${value}}`);
	return `@misc{${keyOf(ld)},\n${lines.join(',\n')}\n}\n`;
}

const today = () => new Date().toLocaleDateString('sv'); // the form of ISO 8601

// asCSL is a list of one item, as programs that keep references read it.
function asCSL(ld, terms, changes) {
	const people = (list) => listed(list).map((p) => ({ literal: p.name }));
	const date = (day) => day && { 'date-parts': [day.split('-').map(Number)] };
	const url = address();
	const item = {
		id: keyOf(ld), type: 'webpage', title: ld.name, author: people(ld.author), editor: people(ld.editor), translator: people(ld.translator),
		'container-title': ld.isPartOf?.name, issued: date(ld.dateModified ?? ld.dateCreated), URL: url, accessed: date(url && today()), language: ld.inLanguage, version: ld.version,
		license: licence(ld.license), note: [terms, changes].filter(Boolean).join(' '),
	};
	return `${JSON.stringify([Object.fromEntries(Object.entries(item).filter(([, value]) => value && value.length !== 0))], null, 2)}\n`;
}

// forms are what the panel offers. Each makes a text of the credit, the page's facts, what the reader has changed, and the part of the credit that says
// on which terms.
const forms = [
	{ id: 'text', name: page.text, make: (list) => asText(list) },
	{ id: 'rich', name: page.rich, make: (list) => asText(list), rich: true },
	{ id: 'html', name: 'HTML', make: (list) => asHTML(list, address()) },
	{ id: 'markdown', name: 'Markdown', make: (list) => asMarkdown(list) },
	{ id: 'bibtex', name: 'BibTeX', make: (list, ld, changes, terms) => asBibTeX(ld, asText(terms), changes), file: 'bib', type: 'application/x-bibtex', cites: true },
	{ id: 'csl', name: 'CSL-JSON', make: (list, ld, changes, terms) => asCSL(ld, asText(terms), changes), file: 'json', type: 'application/vnd.citationstyles.csl+json', cites: true },
];

function element(name, attributes, ...children) {
	const made = document.createElement(name);
	for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
	made.append(...children);
	return made;
}

// put copies a text, and the same as HTML for programs that take it. It says whether the browser let it.
function put(text, html) {
	const set = (event) => {
		event.preventDefault();
		event.stopImmediatePropagation();
		event.clipboardData.setData('text/plain', text);
		if (html) event.clipboardData.setData('text/html', html);
	};
	window.addEventListener('copy', set, { capture: true, once: true });
	const done = document.execCommand('copy');
	window.removeEventListener('copy', set, { capture: true });
	return done;
}

function select(node) {
	const range = document.createRange();
	range.selectNodeContents(node);
	getSelection().removeAllRanges();
	getSelection().addRange(range);
}

// open shows the panel, or hides it.
function open(button) {
	const section = button.closest('.cp-reuse');
	const shown = section.querySelector('.cp-forms');
	button.setAttribute('aria-expanded', String(!shown));
	if (shown) return shown.remove();

	let now = forms[0];
	const credit = section.querySelector('.cp-credit');
	const tabs = forms.map((form) => element('button', { type: 'button', role: 'tab', id: `cp-form-${form.id}`, 'aria-controls': 'cp-form' }, form.name));
	const text = element('div', { id: 'cp-form', role: 'tabpanel', tabindex: '0' });
	const changes = element('input', { type: 'text', maxlength: '500', autocomplete: 'off' });
	const copy = element('button', { type: 'button' }, page.copy);
	const file = element('a', { download: '' });
	const said = element('span', { role: 'status' });

	const changed = () => changes.value.trim() && fill(page.changed, plain(changes.value).trim());
	const list = () => changed() && !now.cites ? [...runs(credit), { text: ` ${changed()}` }] : runs(credit);
	const made = () => now.make(list(), facts(), changed(), runs(credit.querySelector('.cp-terms') ?? credit));
	const show = () => {
		tabs.forEach((tab, i) => {
			tab.setAttribute('aria-selected', String(forms[i] === now));
			tab.tabIndex = forms[i] === now ? 0 : -1;
		});
		text.setAttribute('aria-labelledby', `cp-form-${now.id}`);
		text.className = now.rich ? 'cp-rich' : '';
		if (now.rich) text.replaceChildren(...[...credit.childNodes].map((n) => n.cloneNode(true)), changed() ? ` ${changed()}` : '');
		else text.replaceChildren(element('pre', now.id === 'text' ? { class: 'cp-plain' } : { dir: now.id === 'markdown' ? 'auto' : 'ltr' }, made()));
		// What is shown a second time says nothing more to machines, and keeps nobody on the way to the buttons.
		for (const part of text.querySelectorAll('[property], a')) {
			for (const name of ['property', 'rel']) part.removeAttribute(name);
			if (part.localName === 'a') part.tabIndex = -1;
		}
		said.textContent = '';
		file.hidden = !now.file;
		if (file.href) URL.revokeObjectURL(file.href);
		if (now.file) {
			file.href = URL.createObjectURL(new Blob([made()], { type: now.type }));
			file.download = `${keyOf(facts())}.${now.file}`;
			file.textContent = fill(page.download, file.download);
		}
	};
	const choose = (i) => {
		now = forms[(i + forms.length) % forms.length];
		show();
	};
	tabs.forEach((tab, i) => tab.addEventListener('click', () => choose(i)));
	const row = element('div', { role: 'tablist', 'aria-label': page.forms }, ...tabs);
	row.addEventListener('keydown', (event) => {
		const back = getComputedStyle(row).direction === 'rtl' ? 'ArrowRight' : 'ArrowLeft', ahead = back === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft';
		const to = { [back]: forms.indexOf(now) - 1, [ahead]: forms.indexOf(now) + 1, Home: 0, End: forms.length - 1 }[event.key];
		if (to === undefined) return;
		event.preventDefault();
		choose(to);
		tabs[forms.indexOf(now)].focus();
	});
	changes.addEventListener('input', show);
	copy.addEventListener('click', () => {
		select(text);
		said.textContent = put(made(), now.rich && asHTML(list(), address())) ? page.copied : page.failed;
	});
	section.append(element('div', { class: 'cp-forms' }, row, text, element('p', {}, element('label', {}, page.changes, ' ', changes)), element('p', {}, copy, ' ', file, ' ', said)));
	show();
	tabs[0].focus();
}

// offer asks, after a passage was copied as it is, whether its credit shall come along. It stands right behind the passage, so that it is
// the next thing for those who read or move with the keyboard.
function offer() {
	const selection = getSelection();
	const range = selection.rangeCount > 0 && selection.getRangeAt(0).cloneRange();
	const prose = range && document.querySelector('.prose');
	if (!prose || !range.intersectsNode(prose) || String(selection).length <= 80 || remembered()) return;
	const passage = String(selection);
	document.querySelector('.cp-offer')?.remove();

	let last = range.endContainer;
	while (last && last.parentNode !== prose) last = last.parentNode;
	const box = element('div', { class: 'cp-offer', role: 'status' });
	if (last) last.after(box); else prose.after(box);
	const close = () => {
		box.remove();
		document.removeEventListener('keydown', escape);
		document.removeEventListener('pointerdown', outside);
	};
	const escape = (event) => event.key === 'Escape' && close();
	const outside = (event) => box.contains(event.target) || close();
	const take = element('button', { type: 'button' }, page.with);
	const leave = element('button', { type: 'button' }, page.dismiss);
	take.addEventListener('click', () => {
		const parts = credits(range);
		const done = put([passage, ...parts.map((list) => asText(list))].join('\n\n'), asMarkup(range) + parts.map((list) => asHTML(list, '')).join(''));
		box.replaceChildren(done ? page.copied : page.failed);
		setTimeout(close, 4000);
	});
	leave.addEventListener('click', () => {
		try {
			sessionStorage.setItem('cp-no-offer', '1');
		} catch { /* then it is offered again */ }
		close();
	});
	document.addEventListener('keydown', escape);
	document.addEventListener('pointerdown', outside);
	// What is put into an element that is there already is read out.
	setTimeout(() => box.replaceChildren(page.offer, take, leave), 50);
}

function remembered() {
	try {
		return sessionStorage.getItem('cp-no-offer') === '1';
	} catch {
		return false;
	}
}

// credits are those of a passage: of the page, and of other pages whose text it holds; of one of these alone where it lies within.
function credits(range) {
	const figure = (range.commonAncestorContainer.closest ? range.commonAncestorContainer : range.commonAncestorContainer.parentElement)?.closest('.cp-embed');
	if (figure) return [runs(figure.querySelector(':scope > figcaption'))];
	const others = [...document.querySelectorAll('.prose > .cp-embed')].filter((f) => range.intersectsNode(f));
	return [document.querySelector('.cp-credit'), ...others.map((f) => f.querySelector(':scope > figcaption'))].filter(Boolean).map(runs);
}

// asMarkup is a passage as HTML. What leads nowhere for others leads nowhere.
function asMarkup(range) {
	const box = element('div', {}, range.cloneContents());
	for (const part of box.querySelectorAll('.cp-offer')) part.remove();
	for (const link of box.querySelectorAll('[href]')) {
		const to = absolute(link);
		if (to) link.setAttribute('href', to); else link.removeAttribute('href');
	}
	for (const image of box.querySelectorAll('[src]')) image.remove();
	return new XMLSerializer().serializeToString(box);
}

document.addEventListener('click', (event) => {
	const button = event.target.closest?.('.cp-reuse-open button');
	if (button) open(button);
});
document.addEventListener('copy', offer);
