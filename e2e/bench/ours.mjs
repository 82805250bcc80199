// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// The search of the site itself: the script that browsers run, over the index that lies in the built site.
import { openEngine } from '../engine.mjs';
import { shown } from './peers.mjs';

export function ours(site) {
	const { ask } = openEngine(site);
	return { name: 'Commonplace', ask: async (text, lang) => (await ask({ text, lang, limit: shown })).results.map((r) => r.url), close() {} };
}

// asked runs in a page: it asks as the search of a page does when it is used for the first time, and shows ten results. What the interface loads is
// loaded, too, so that it counts.
export async function asked(q) {
	const lang = document.documentElement.lang;
	const run = (path) => new Promise((done, refuse) => {
		const script = document.createElement('script');
		[script.onload, script.onerror] = [done, refuse];
		script.src = '/search/' + path;
		document.head.append(script);
	});
	await fetch('/search/search.js');
	await fetch('/search/words-en.js');
	await run('open.js');
	const engine = await self.cpSearch({ base: '/search/', lang });
	const answer = await engine.ask({ text: q, limit: 10 });
	return answer.total;
}
