// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// The search of the site itself: the script that browsers run, over the index that lies in the built site.
import { openEngine } from '../engine.mjs';
import { shown } from './peers.mjs';

export function ours(site) {
	const { ask } = openEngine(site);
	return { name: 'Commonplace', ask: async (text, lang) => (await ask({ text, lang, limit: shown })).results.map((r) => r.url), close() {} };
}
