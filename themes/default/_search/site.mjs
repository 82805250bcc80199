// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// The script of every page. It opens the search at a key or a click, and asks for nothing before. The field is there at once, so that no
// letter is lost; what searches comes after it.

const button = document.querySelector('.cp-find');
let dialog;

const add = (parent, name, properties) => parent.appendChild(Object.assign(document.createElement(name), properties));

function open() {
	const field = document.querySelector('.cp-query input');
	if (field) {
		field.select();
		return;
	}
	if (!dialog) {
		dialog = document.createElement('dialog');
		const form = add(dialog, 'form', { action: button.href });
		dialog.className = 'cp-dialog';
		dialog.ariaLabel = button.firstChild.textContent;
		add(form, 'input', { type: 'search', name: 'q', ariaLabel: dialog.ariaLabel, autocomplete: 'off' });
		for (const name of [`words-${document.documentElement.lang}.js`, 'search.js']) {
			add(document.head, 'script', { src: new URL(name, button.href), async: false }); // brought at once, run in this order
		}
	}
	if (!dialog.open) {
		document.body.append(dialog); // again, where a preview has changed the page
		dialog.showModal();
	}
}

if (button) {
	button.role = 'button';
	button.ariaHasPopup = 'dialog';
	document.addEventListener('click', (e) => {
		if (e.target.closest('.cp-find') && !e.ctrlKey && !e.metaKey && !e.shiftKey) {
			e.preventDefault();
			open();
		}
	});
	document.addEventListener('keydown', (e) => {
		const command = e.ctrlKey || e.metaKey;
		const writing = e.target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.nodeName);
		if (!e.altKey && (command ? e.key === 'k' : (e.key === '/' && !writing) || (e.key === ' ' && e.target === button))) {
			e.preventDefault();
			open();
		}
	});
}
