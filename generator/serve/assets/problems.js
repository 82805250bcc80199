// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// The list of all problems: it follows the commons, and shows those of one code when the address ends in #code.
(() => {
	'use strict';
	const [sum, codes, rows] = ['sum', 'codes', 'rows'].map((id) => document.getElementById(id));

	function add(parent, name, attributes, text) {
		const e = document.createElement(name);
		for (const [k, v] of Object.entries(attributes || {})) {
			e.setAttribute(k, v);
		}
		e.textContent = text || '';
		parent.append(e);
		return e;
	}

	const chosen = () => decodeURIComponent(location.hash.slice(1));

	async function show() {
		const code = chosen();
		const answer = await fetch('/_/problems.json?code=' + encodeURIComponent(code), { cache: 'no-cache' });
		const all = await answer.json();
		if (code !== chosen()) {
			return;
		}
		const total = all.codes.reduce((n, c) => n + c.count, 0);
		sum.textContent = total === 0 ? 'No problems.' : total === 1 ? '1 problem.' : `${total} problems.`;
		codes.replaceChildren();
		const link = (of, text) => add(codes, 'a', { href: '#' + of, ...(of === code ? { 'aria-current': 'true' } : {}) }, text);
		if (total > 0) {
			link('', `all (${total})`);
		}
		for (const c of all.codes) {
			link(c.code, `${c.code} (${c.count})`).dataset.severity = c.severity;
		}
		rows.replaceChildren();
		rows.parentElement.hidden = all.problems.length === 0;
		for (const p of all.problems) {
			const row = add(rows, 'tr');
			const where = add(row, 'td');
			if (p.path) {
				add(where, 'a', { href: p.edit }, p.line ? `${p.path}:${p.line}:${p.column || 1}` : p.path);
			}
			const what = add(row, 'td');
			add(what, 'span', { 'data-severity': p.severity }, p.severity);
			what.append(` [${p.code}] ${p.message}`);
		}
		if (all.more > 0) {
			add(add(rows, 'tr'), 'td', { colspan: 2 }, `and ${all.more} more`);
		}
	}

	let stream = null;
	function listen() {
		if (stream || document.hidden) {
			return;
		}
		stream = new EventSource('/_/events');
		stream.addEventListener('list', () => show().catch(() => {}));
	}
	function rest() {
		stream?.close();
		stream = null;
	}
	document.addEventListener('visibilitychange', () => (document.hidden ? rest() : listen()));
	addEventListener('pagehide', rest);
	addEventListener('pageshow', listen);
	addEventListener('hashchange', () => show().catch(() => {}));
	listen();
})();
