// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// The page's side of the search: cpSearch({base, lang}) starts what searches, in a worker where the host allows one and on the page elsewhere, and gives
//   languages    [{lang, pages}]
//   ask({text, filters: {tag: ["x"]}, limit, offset, facets, lang})    a promise of an answer, or of null when a newer question was asked
// search/engine.js is the other side; it says what an answer is.
(() => {
	const engines = new Map();

	// A worker says that it is there; where a policy refuses it, there is an error instead.
	const inWorker = (url) => new Promise((done, refuse) => {
		if (!/^http/.test(location.protocol)) throw new Error("nothing can be fetched");
		const worker = new Worker(url);
		const waiting = new Map();
		let number = 0;
		worker.onerror = refuse;
		worker.onmessage = ({ data: [id, value, failed] }) => {
			if (!id) return done(ask);
			const [good, bad] = waiting.get(id);
			waiting.delete(id);
			failed ? bad(new Error(failed)) : good(value);
		};
		const ask = (question) => new Promise((good, bad) => {
			waiting.set(++number, [good, bad]);
			worker.postMessage([number, question]);
		});
	});

	const onPage = (url) => new Promise((done, refuse) => {
		const script = document.createElement('script');
		script.onload = () => done(self.cpEngine);
		script.onerror = refuse;
		script.src = url;
		document.head.append(script);
	});

	self.cpSearch = async ({ base, lang }) => {
		const url = new URL(base + 'engine.js', document.baseURI).href;
		if (!engines.has(url)) {
			engines.set(url, inWorker(url).catch(() => onPage(url)));
			engines.get(url).catch(() => engines.delete(url));
		}
		const tell = await engines.get(url);
		const languages = await tell({ lang });
		return { languages, ask: (question) => tell({ lang, ...question }) };
	};
})();
