// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// The script of the preview: it keeps an open page what the server has, shows its problems, and leads from each section to
// the line where it is written. The published site does not have it.
(() => {
	'use strict';
	const script = document.currentScript;
	const page = script.dataset.page;
	let { key, style, file, edit } = script.dataset;
	let media = '';
	let stream = null;
	let retry = 0;
	const fresh = new Map(); // address of a picture -> its newest address

	function add(parent, name, attributes, text) {
		const e = document.createElement(name);
		for (const [k, v] of Object.entries(attributes || {})) {
			e.setAttribute(k, v);
		}
		if (text) {
			e.textContent = text;
		}
		parent.append(e);
		return e;
	}

	// What the preview adds stands behind the body, or is marked, so that a change of the page passes it by.
	const added = { 'data-preview': '' };
	add(document.head, 'link', { rel: 'stylesheet', href: '/_/preview.css', ...added });
	const morphing = new Promise((done) => {
		add(document.head, 'script', { src: '/_/idiomorph.js', ...added }).addEventListener('load', done);
	});
	const overlay = add(document.documentElement, 'aside', { id: 'cp-preview', 'aria-label': 'Preview', ...added });
	const offline = add(overlay, 'p', { class: 'cp-offline', hidden: '' }, 'The preview has ended; this page is as it was last.');
	const box = add(overlay, 'div', { role: 'status' });

	// --- the page itself ---

	function decorate() {
		for (const heading of document.querySelectorAll('[data-line]')) {
			const line = heading.dataset.line;
			add(heading, 'a', { class: 'cp-preview-edit', href: edit.replace('{line}', line), title: `${file}:${line}`,
				'aria-label': `Edit this section: ${file}:${line}`, ...added }, 'edit');
		}
	}

	function undecorate() {
		for (const e of document.querySelectorAll('.cp-preview-edit')) {
			e.remove();
		}
	}

	function attributes(from, to) {
		for (const { name } of [...to.attributes]) {
			if (!from.hasAttribute(name)) {
				to.removeAttribute(name);
			}
		}
		for (const { name, value } of from.attributes) {
			if (to.getAttribute(name) !== value) {
				to.setAttribute(name, value);
			}
		}
	}

	// Scripts and styles stay; style changes come by an event of their own.
	const stays = (e) => e.matches('script, link[rel=stylesheet], [data-preview]');

	function morphHead(next) {
		for (const e of [...document.head.children]) {
			if (!stays(e)) {
				e.remove();
			}
		}
		for (const e of [...next.head.children]) {
			if (!stays(e)) {
				document.head.append(document.importNode(e, true));
			}
		}
	}

	// hold keeps what is read where it is while the page above it changes.
	function hold(change) {
		const mark = scrollY > 0 && [...document.body.querySelectorAll('[id]')].find((e) => e.getBoundingClientRect().top >= 0);
		const before = mark && mark.getBoundingClientRect().top;
		const root = document.documentElement;
		root.style.overflowAnchor = 'none';
		change();
		if (mark && mark.isConnected) {
			scrollBy({ top: mark.getBoundingClientRect().top - before, behavior: 'instant' });
		}
		requestAnimationFrame(() => root.removeAttribute('style'));
	}

	let running = null;
	let again = false;

	// refresh brings the page to what the server has. While one is under way another is only noted.
	async function refresh() {
		if (running) {
			again = true;
			return running;
		}
		running = (async () => {
			do {
				again = false;
				await morph();
			} while (again);
		})();
		try {
			await running;
		} catch {
			// The stream tells when the server is there again.
		} finally {
			running = null;
		}
	}

	async function morph() {
		const [answer] = await Promise.all([fetch(location.pathname + location.search, { cache: 'no-cache' }), morphing]);
		const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
		const now = next.querySelector('script[src="/_/preview.js"]');
		if (!now) {
			location.reload();
			return;
		}
		({ key, file, edit } = now.dataset);
		for (const img of next.images) {
			const address = img.getAttribute('src');
			img.setAttribute('src', fresh.get(new URL(address, location.href).href) || address);
		}
		morphHead(next);
		attributes(next.documentElement, document.documentElement);
		hold(() => {
			undecorate();
			Idiomorph.morph(document.body, next.body, {
				morphStyle: 'outerHTML',
				ignoreActiveValue: true,
				callbacks: {
					beforeAttributeUpdated: (name, node) => !(name === 'open' && node.localName === 'details'),
				},
			});
			decorate();
		});
		document.dispatchEvent(new CustomEvent('commonplace:changed', { detail: { key } }));
	}

	// --- styles and pictures ---

	function restyle(version) {
		style = version;
		for (const old of document.querySelectorAll('link[rel=stylesheet]:not([data-preview])')) {
			const address = new URL(old.href);
			if (address.origin !== location.origin) {
				continue;
			}
			address.searchParams.set('v', version);
			const link = old.cloneNode();
			link.href = address.href;
			link.addEventListener('load', () => old.remove());
			link.addEventListener('error', () => link.remove());
			old.after(link);
		}
	}

	function repaint(changed) {
		const first = media === '';
		media = changed.seen;
		for (const img of document.images) {
			const address = new URL(img.src, location.href);
			const version = address.searchParams.get('v');
			address.searchParams.delete('v');
			const path = decodeURIComponent(address.pathname).slice(1);
			if (address.origin !== location.origin || !changed.paths.includes(path) && (!changed.all || first)) {
				continue;
			}
			const plain = address.href;
			if (version !== changed.seen) {
				address.searchParams.set('v', changed.seen);
				fresh.set(plain, address.href);
				img.src = address.href;
			}
		}
	}

	// --- problems ---

	function problems({ problems, more }) {
		box.replaceChildren();
		if (problems.length === 0) {
			return;
		}
		const count = problems.length + more;
		const wrong = problems.some((p) => p.severity === 'error');
		const details = add(box, 'details', { class: wrong ? 'cp-wrong' : 'cp-doubtful' });
		details.open = wrong;
		add(details, 'summary', {}, count === 1 ? '1 problem' : `${count} problems`);
		const list = add(details, 'ol');
		for (const p of problems) {
			const item = add(list, 'li', { 'data-code': p.code });
			const place = p.line ? `${p.path}:${p.line}:${p.column || 1}` : p.path;
			if (place) {
				add(item, 'a', { href: p.edit }, place);
			}
			add(item, 'pre', {}, place && p.text.startsWith(place + ': ') ? p.text.slice(place.length + 2) : p.text);
		}
		add(details, 'a', { href: '/_/', class: 'cp-all' }, more ? `${more} more; all problems` : 'All problems');
	}

	// --- the stream ---

	function listen() {
		if (stream || document.hidden) {
			return;
		}
		const query = new URLSearchParams({ page, key, style, media });
		stream = new EventSource('/_/events?' + query);
		stream.addEventListener('open', () => {
			retry = 0;
			offline.hidden = true;
		});
		stream.addEventListener('page', (e) => {
			if (e.data !== key) {
				refresh();
			}
		});
		stream.addEventListener('style', (e) => restyle(e.data));
		stream.addEventListener('media', (e) => repaint(JSON.parse(e.data)));
		stream.addEventListener('problems', (e) => problems(JSON.parse(e.data)));
		stream.addEventListener('error', () => {
			rest();
			offline.hidden = false;
			setTimeout(listen, Math.min(2000, 100 * 2 ** retry++));
		});
	}

	function rest() {
		if (stream) {
			stream.close();
			stream = null;
		}
	}

	// A browser keeps few connections to one server open, so a tab that nobody sees gives its own up; it catches up when it is seen.
	document.addEventListener('visibilitychange', () => (document.hidden ? rest() : listen()));
	addEventListener('pagehide', rest);
	addEventListener('pageshow', listen);

	decorate();
	listen();
})();
