// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Fetches reuse.js when a reader first asks for a credit or copies a passage, and not before; then what the reader did happens again.
(() => {
	const here = document.currentScript.src;
	const first = (event) => {
		const asks = event.type === 'copy' ? String(getSelection()).length > 80 : event.target.closest?.('.cp-reuse-open button');
		if (!asks) return;
		for (const type of ['click', 'copy']) document.removeEventListener(type, first);
		const script = document.createElement('script');
		script.src = new URL('reuse.js', here);
		script.onload = () => event.target.dispatchEvent(new Event(event.type, { bubbles: true }));
		document.head.append(script);
	};
	for (const type of ['click', 'copy']) document.addEventListener(type, first);
})();
