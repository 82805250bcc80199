// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Fetches reuse.js when a reader first asks for a credit or copies a passage, and write.js when they begin a review, and neither before; then what the reader did
// happens again.
(() => {
	const here = document.currentScript.src;
	const fetched = new Set();
	const load = (name, then) => {
		if (fetched.has(name)) return;
		fetched.add(name);
		const script = document.createElement('script');
		script.src = new URL(name, here);
		if (then) script.onload = then;
		document.head.append(script);
	};
	const first = (event) => {
		const asks = event.type === 'copy' ? String(getSelection()).length > 80 : event.target.closest?.('.cp-reuse-open button');
		if (!asks) return;
		for (const type of ['click', 'copy']) document.removeEventListener(type, first);
		load('reuse.js', () => event.target.dispatchEvent(new Event(event.type, { bubbles: true })));
	};
	for (const type of ['click', 'copy']) document.addEventListener(type, first);

	const write = () => location.hash === '#cp-write' && document.querySelector('.cp-write-open') && load('write.js');
	window.addEventListener('hashchange', write);
	write();

	// A report takes along the passage that is selected, and the line in which its section begins. The selection is gone when a click arrives.
	const report = document.querySelector('.cp-report');
	if (!report) return;
	const plain = report.href;
	let passage = '', line = '';
	const look = () => {
		const selection = getSelection(), prose = document.querySelector('.prose');
		passage = selection.rangeCount && prose?.contains(selection.anchorNode) ? String(selection).trim().slice(0, 600) : '';
		line = '';
		const sections = document.querySelector('.cp-write-open')?.dataset.sections.split(' ') ?? [];
		for (let i = 0; passage && i + 1 < sections.length; i += 3) {
			const heading = document.getElementById(sections[i]);
			if (!heading || heading.compareDocumentPosition(selection.anchorNode) & Node.DOCUMENT_POSITION_FOLLOWING) line = `:${sections[i + 1]}`;
		}
	};
	report.addEventListener('pointerdown', look);
	report.addEventListener('keydown', look);
	report.addEventListener('click', () => {
		const url = new URL(plain);
		const body = url.searchParams.has('body') ? 'body' : 'issue[description]';
		if (passage) url.searchParams.set(body, `${url.searchParams.get(body).trim()}${line}\n\n${passage.replace(/^/gm, '> ')}\n\n`);
		report.href = url;
	});
})();
