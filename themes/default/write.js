// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// A review, written beside the page that it is about, and made into the record that the commons keeps. Nothing is asked of the network, and nothing
// leaves the reader's device until they send it: what is written is kept there, so that it survives Back, a reload and a closed window. What was
// read is told by the digests that the page carries.

const page = words[document.documentElement.lang.toLowerCase()] ?? words[document.documentElement.lang.split('-')[0].toLowerCase()] ?? words.en;
const link = document.querySelector('.cp-write-open');
const facts = link.dataset;
const hash = '#cp-write';
const maxAddress = 8000; // bytes; what is longer forges and programs for mail cut or refuse
const fill = (text, value) => text.replace(/\{\w+\}/, () => value);
const bytes = (text) => new TextEncoder().encode(text).length;

function element(name, attributes, ...children) {
	const made = document.createElement(name);
	for (const [key, value] of Object.entries(attributes)) if (value !== false) made.setAttribute(key, value === true ? '' : value);
	made.append(...children);
	return made;
}

// The record

// hidden says whether a character is one that readers of YAML disagree about, or refuse, where it stands as it is (YAML 1.2.2, 5.1 and 5.4).
function hidden(c) {
	const n = c.codePointAt(0);
	return n < 32 || n >= 127 && n < 160 || n === 0x2028 || n === 0x2029 || n === 0xfeff || (n & 0xfffe) === 0xfffe;
}

const whole = (text) => text.replace(/\p{Cs}/gu, '\ufffd'); // half a character is none

function escaped(c) {
	const n = c.codePointAt(0);
	return n > 0xffff ? `\\U${n.toString(16).padStart(8, '0')}` : `\\u${n.toString(16).padStart(4, '0')}`;
}

const quote = (text) => Array.from(JSON.stringify(whole(text)), (c) => hidden(c) ? escaped(c) : c).join('');

// scalar is a text as it stands where that means the same in a block and in a list, else in quotes.
function scalar(text) {
	const plain = /^[\p{L}\p{M}_][\p{L}\p{M}\p{N}_ \-.'()/+]*$/u.test(text) && text === text.trim();
	return plain && !/^(true|false|null|yes|no|on|off|y|n|nan|inf)$/i.test(text) ? text : quote(text);
}

// block is a text of several lines as they are, where every reader of YAML takes them for the same, else as one in quotes.
function block(key, typed) {
	const text = whole(typed).replace(/\r\n?/g, '\n').replace(/^\n+|\n+$/g, '');
	if (!text.trim()) return '';
	if (/^[ \t]/.test(text) || Array.from(text).some((c) => c !== '\n' && c !== '\t' && hidden(c))) return `${key}: ${quote(text)}\n`;
	return `${key}: |\n${text.split('\n').map((line) => (line ? `  ${line}` : '') + '\n').join('')}`;
}

const hex = (base64) => Array.from(atob(base64.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0).toString(16).padStart(2, '0')).join('');

// sections are those of the page that have a text: id, title, digest.
const sections = (facts.sections ? facts.sections.split(' ') : []).reduce((list, word, i, all) => {
	if (i % 3 === 0) {
		const heading = document.getElementById(word);
		const title = heading && /^H[2-6]$/.test(heading.tagName) ? heading.textContent.trim() : page.lead;
		list.push({ id: word, title, line: all[i + 1], digest: hex(all[i + 2]) });
	}
	return list;
}, []);

// account makes one form of the ways in which people write an account: place and name.
function account(typed) {
	let text = typed.trim().replace(/^https?:\/\//i, '').replace(/\/+$/, '');
	if (!text) return '';
	if (/^@[^@\s]+@[^@\s]+$/.test(text)) return `fediverse:${text}`;
	const [, place, name] = /^([^:/\s]+)[:/](.+)$/.exec(text) ?? [];
	if (!place) return `${facts.forge || 'github'}:${text.replace(/^@/, '')}`;
	return `${place.toLowerCase().replace(/^(github|gitlab)\.com$/, '$1')}:${name.replace(/^@(?!.*@)/, '')}`;
}

// slug is what a file is named after: by GitHub's rule for headings, letter by letter as the program does it.
const slug = (text) => Array.from(text.normalize('NFC')).map((c) => /[-_\p{L}\p{M}\p{N}]/u.test(c) ? Array.from(c.toLowerCase())[0] : /\s/.test(c) ? '-' : '').join('');

const today = () => new Date().toISOString().slice(0, 10);

// record makes the file of what is written: its name and its text.
function record(draft) {
	const at = account(draft.account);
	const id = /^id:/i.test(draft.account.trim()) ? draft.account.trim().slice(3).trim() : '';
	const name = draft.name.trim().replace(/\s+/g, ' ');
	const who = slug(id || (at ? at.slice(at.indexOf(':') + 1).replace(/^@/, '') : name));
	const read = sections.filter((s) => !draft.unread.includes(s.id));
	const answers = Object.entries(draft.answers).filter(([, answer]) => answer && answer !== 'skip');
	let text = `subject: ${scalar(facts.subject)}\ncontent: ${facts.content}\n`;
	if (read.length) text += `sections:\n${read.map((s) => `  ${scalar(s.id)}: "sha256:${s.digest}"\n`).join('')}`;
	if (id) text += `reviewer: ${scalar(id)}\n`;
	else text += `reviewer: {name: ${scalar(name || at.slice(at.indexOf(':') + 1))}${at ? `, account: ${quote(at)}` : ''}}\n`;
	text += `date: ${today()}\nrecommendation: ${draft.recommendation}\n`;
	if (answers.length) text += `criteria: {${answers.map(([question, answer]) => `${scalar(question)}: ${scalar(answer)}`).join(', ')}}\n`;
	text += `competing_interest_statement: ${scalar(draft.interest.trim().replace(/\s+/g, ' ') || 'none')}\n`;
	return { who, file: `${today()}-${who}.yaml`, text: text + block('body', draft.body) };
}

// What is written so far

const place = `cp-review ${location.pathname}`;

function stored(key) {
	try {
		return JSON.parse(localStorage.getItem(key)) ?? {};
	} catch {
		return {};
	}
}

function store(key, value) {
	try {
		if (value) localStorage.setItem(key, JSON.stringify(value));
		else localStorage.removeItem(key);
	} catch { /* then it lasts as long as the page */ }
}

const fresh = () => ({ content: facts.content, recommendation: '', body: '', unread: [], answers: {}, interest: '', name: '', account: '', ...stored('cp-reviewer') });

let draft = { ...fresh(), ...stored(place) };
let panel, form, last;

// The form

const questions = ['sources-checked', 'claims-supported', 'license-clear'];
const recommendations = ['accept', 'accept-with-reservation', 'minor-revision', 'major-revision', 'reject'];

function choice(name, value, text, checked, type = 'radio') {
	return element('label', {}, element('input', { type, name, value, checked, required: name === 'recommendation' }), element('span', {}, text));
}

const row = (label, hint, field) => element('p', {}, element('label', { for: field.id }, label), hint ? element('small', { id: `${field.id}-hint` }, hint) : '', field);

function build() {
	const changed = draft.content !== facts.content && (draft.body || draft.recommendation);
	const body = element('textarea', { id: 'cp-write-body', name: 'body', rows: '7', dir: 'auto', 'aria-describedby': 'cp-write-body-hint' });
	const name = element('input', { id: 'cp-write-name', name: 'name', autocomplete: 'name', maxlength: '60', dir: 'auto' });
	const at = element('input', { id: 'cp-write-account', name: 'account', autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false', maxlength: '100', placeholder: 'github:ada-example', 'aria-describedby': 'cp-write-account-hint' });
	const interest = element('input', { id: 'cp-write-interest', name: 'interest', maxlength: '500', dir: 'auto', placeholder: page.none });
	body.value = draft.body;
	name.value = draft.name;
	at.value = draft.account;
	interest.value = draft.interest;
	form = element('form', {},
		changed ? element('p', { class: 'cp-notice', role: 'status' }, page.changed) : '',
		element('fieldset', { class: 'cp-write-verdict' }, element('legend', {}, page.recommendation), ...recommendations.map((r) => choice('recommendation', r, page[r], draft.recommendation === r))),
		row(page.body, page['body.hint'], body),
		element('div', { class: 'cp-write-who' }, row(page.name, '', name), row(page.account, page['account.hint'], at)),
		sections.length > 1 ? element('fieldset', { class: 'cp-write-read' }, element('legend', {}, page.read), ...sections.map((s) => choice('read', s.id, s.title, !draft.unread.includes(s.id), 'checkbox'))) : '',
		...questions.map((q) => element('fieldset', { class: 'cp-write-answer' }, element('legend', {}, page[q]),
			...['yes', 'partly', 'no', 'skip'].map((a) => choice(q, a, page[a], (draft.answers[q] || 'skip') === a)))),
		row(page.interest, '', interest),
		element('p', { class: 'cp-write-do' }, element('button', { type: 'submit' }, page.make), element('small', {}, page.kept)));
	form.addEventListener('input', keep);
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		keep();
		finish();
	});
	form.addEventListener('keydown', (event) => {
		if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
			event.preventDefault();
			form.requestSubmit();
		}
	});
	return form;
}

function keep() {
	const values = new FormData(form);
	const read = values.getAll('read');
	draft = {
		content: facts.content, recommendation: values.get('recommendation') ?? '', body: values.get('body'), interest: values.get('interest'), name: values.get('name'), account: values.get('account'),
		unread: sections.length > 1 ? sections.map((s) => s.id).filter((id) => !read.includes(id)) : [],
		answers: Object.fromEntries(questions.map((q) => [q, values.get(q)])),
	};
	store(place, draft);
	store('cp-reviewer', { name: draft.name, account: draft.account });
	const name = form.elements.namedItem('name');
	name.setCustomValidity(record(draft).who ? '' : page['name.lacks']);
	form.querySelector('[name=read]')?.setCustomValidity(sections.length > 1 && !read.length ? page['read.lacks'] : '');
}

// finish shows the record and the ways on which it reaches the commons, the shortest first.
function finish() {
	const made = record(draft);
	const path = `${facts.folder}/${made.file}`;
	const said = element('p', { role: 'status', class: 'cp-write-said' });
	const text = element('pre', { tabindex: '0', dir: 'auto' }, made.text);
	const copied = async () => {
		said.textContent = await put(made.text) ? page.copied : page.failed;
	};
	const ways = [];
	if (facts.new) ways.push(propose(made, said));
	const file = element('a', { download: made.file, href: URL.createObjectURL(new Blob([made.text], { type: 'application/yaml' })) }, fill(page.download, made.file));
	ways.push(file);
	const copy = element('button', { type: 'button' }, page.copy);
	copy.addEventListener('click', copied);
	ways.push(copy);
	if (facts.mail) ways.push(mail(made, path, said));
	const back = element('button', { type: 'button', class: 'cp-write-back' }, page.edit);
	back.addEventListener('click', () => show(build(), '[name=body]'));
	const anew = element('button', { type: 'button', class: 'cp-write-back' }, page.anew);
	anew.addEventListener('click', () => {
		store(place);
		draft = fresh();
		show(build());
	});
	show(element('div', { class: 'cp-write-ready' },
		element('h3', {}, page.ready),
		element('p', {}, `${page.path} `, element('code', {}, path)),
		element('ul', { class: 'cp-write-ways' }, ...ways.map((way) => element('li', {}, way))),
		said, text, element('p', {}, back, ' ', anew)), '.cp-write-ways :is(a, button)');
}

const forges = { github: 'GitHub', gitlab: 'GitLab', forgejo: 'Forgejo' };

// propose leads to a new file of the forge, with its text where the forge takes one and the address is not too long; else the text is copied on the way.
function propose(made, said) {
	const at = new URL(facts.new);
	const named = facts.forge === 'gitlab' ? { file_name: made.file } : { filename: made.file };
	const short = `${at}?${new URLSearchParams(named)}`;
	const long = `${at}?${new URLSearchParams({ ...named, value: made.text })}`;
	const filled = facts.forge !== 'gitlab' && bytes(long) <= maxAddress;
	const way = element('a', { href: filled ? long : short, target: '_blank', rel: 'noopener' }, fill(filled ? page.propose : page['propose.copy'], forges[facts.forge] ?? at.host));
	if (!filled) way.addEventListener('click', () => put(made.text).then((done) => said.textContent = done ? page['copied.paste'] : page.failed));
	return way;
}

function mail(made, path, said) {
	const subject = encodeURIComponent(fill(page['mail.subject'], document.title));
	const body = (text) => encodeURIComponent(text.replaceAll('\n', '\r\n'));
	const long = `mailto:${encodeURIComponent(facts.mail).replace('%40', '@')}?subject=${subject}&body=${body(`${path}\n\n${made.text}`)}`;
	const filled = bytes(long) <= maxAddress;
	const way = element('a', { href: filled ? long : `mailto:${facts.mail}?subject=${subject}&body=${body(`${path}\n\n${page['mail.paste']}`)}` }, fill(page.mail, facts.mail));
	if (!filled) way.addEventListener('click', () => put(made.text).then((done) => said.textContent = done ? page['copied.paste'] : page.failed));
	return way;
}

// put copies a text. Where the page is not one that browsers trust with the clipboard, such as a file, the older way works.
async function put(text) {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {
		const set = (event) => {
			event.preventDefault();
			event.stopImmediatePropagation();
			event.clipboardData.setData('text/plain', text);
		};
		window.addEventListener('copy', set, { capture: true, once: true });
		const done = document.execCommand('copy');
		window.removeEventListener('copy', set, { capture: true });
		return done;
	}
}

// The panel: beside the text where there is room, else over it. What it shows is in the address, so that Back closes it and a reload opens it.

function show(content, focus) {
	panel.querySelector('.cp-write-body').replaceChildren(content);
	panel.scrollTop = 0;
	(focus ? content.querySelector(focus) : content.querySelector('[name=recommendation]:checked, [name=recommendation]')).focus();
	if (content === form) keep();
}

function open() {
	last = document.activeElement;
	const close = element('button', { type: 'button', class: 'cp-write-close', 'aria-label': page.close }, '×');
	close.addEventListener('click', leave);
	panel = element('dialog', { id: 'cp-write-panel', class: 'cp-write', 'aria-labelledby': 'cp-write-title' },
		element('header', {}, element('h2', { id: 'cp-write-title' }, page.title), close), element('div', { class: 'cp-write-body' }));
	document.body.append(panel);
	if (matchMedia('(min-width: 70rem)').matches) {
		document.documentElement.classList.add('cp-beside');
		panel.show();
	} else panel.showModal();
	panel.addEventListener('cancel', (event) => {
		event.preventDefault();
		leave();
	});
	panel.addEventListener('keydown', (event) => {
		if (event.key === 'Escape' && !panel.matches(':modal')) leave();
	});
	show(build());
}

// leave goes back to where the reader came from, or takes the panel out of the address.
function leave() {
	if (history.state === null && last === link) history.back();
	else {
		history.replaceState(history.state, '', location.pathname + location.search);
		follow();
	}
}

function shut() {
	panel.remove();
	panel = undefined;
	document.documentElement.classList.remove('cp-beside');
	link.focus();
}

function follow() {
	if (location.hash === hash && !panel) open();
	else if (location.hash !== hash && panel) shut();
}

window.addEventListener('hashchange', follow);
window.addEventListener('popstate', follow);
follow();
