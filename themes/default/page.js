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
})();
