// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Where the search is shown: in the page that searches, else in the dialog that has been opened.

import { startDialog } from './dialog.mjs';
import { startPage } from './results.mjs';
import { begin } from './show.mjs';

begin().then(() => {
	const form = document.querySelector('.cp-query');
	const dialog = document.querySelector('.cp-dialog');
	if (form) {
		startPage(form);
	}
	if (dialog) {
		startDialog(dialog);
	}
});
