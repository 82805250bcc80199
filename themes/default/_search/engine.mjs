// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// What searches: one script, for a worker and for a page. A question is {lang, text, filters, limit, offset, facets}; one without a text or filters asks
// which languages there are. In a worker questions come as [number, question], and answers go as [number, answer, fault]; [0] says that it is there. On a
// page self.cpEngine answers.

import { Index } from "./ask.mjs";
import { Damage, setBase } from "./load.mjs";

setBase(new URL(".", self.document ? document.currentScript.src : self.location.href).href);

const indexes = new Map();

function index(lang) {
	let it = indexes.get(lang);
	if (!it) {
		indexes.set(lang, (it = Index.open(lang)));
		it.catch(() => indexes.delete(lang));
	}
	return it;
}

async function engine({ lang, ...question }) {
	lang = lang.toLowerCase();
	try {
		const it = await index(lang);
		if (question.text === undefined && !question.filters) return it.meta.languages;
		return await it.ask(question);
	} catch (fault) {
		if (!(fault instanceof Damage)) throw fault;
		const problems = [{ shard: fault.message, missing: !!fault.missing }];
		return question.text === undefined ? [] : { text: question.text, total: 0, full: 0, atLeast: false, results: [], corrected: [], completions: [], unknown: [], problems };
	}
}

if (self.document) self.cpEngine = engine;
else {
	self.onmessage = async ({ data: [number, question] }) => {
		try {
			self.postMessage([number, await engine(question)]);
		} catch (fault) {
			self.postMessage([number, null, String(fault)]);
		}
	};
	self.postMessage([0]);
}
