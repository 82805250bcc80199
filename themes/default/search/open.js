// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// The page's side of the search: cpSearch({base, lang}) starts what searches, in a worker where the host allows one and on the page elsewhere, and gives
// ask({text, filters: {tag: ["x"]}, limit, offset, facets}), a promise of an answer, or of null when a newer question was asked.
// search/engine.js is the other side.
{
	const engines = {};

	// A worker says that it is there; where a policy refuses it, there is an error instead. Where pages are opened as files, it could fetch nothing.
	const inWorker = (url) => new Promise((done, refuse) => {
		if (!/^http/.test(url)) throw url;
		const worker = new Worker(url);
		const waiting = [() => done((question) => new Promise((good, bad) => {
			worker.postMessage([waiting.push((value, fault) => fault ? bad(fault) : good(value)) - 1, question]);
		}))];
		worker.onerror = refuse;
		worker.onmessage = ({ data: [number, ...answer] }) => {
			waiting[number](...answer);
			delete waiting[number];
		};
	});

	const onPage = (url) => new Promise((done, refuse) => {
		document.head.append(Object.assign(document.createElement('script'), { src: url, onload: () => done(self.cpEngine), onerror: refuse }));
	});

	self.cpSearch = async ({ base, lang }) => {
		const url = base + 'engine.js';
		const tell = await (engines[url] ??= inWorker(url).catch(() => onPage(url)));
		return { ask: (question) => tell({ lang, ...question }) };
	};
}
