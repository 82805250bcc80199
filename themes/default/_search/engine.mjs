// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// What searches: one script, for a worker and for a page. A question is {lang, text, filters, limit, offset, facets}; one without a text or filters asks
// which languages there are. In a worker questions come as [number, question], and answers go as [number, answer, fault]; [0] says that it is there. On a
// page self.cpEngine answers.

import { open } from "./ask.mjs";
import { Damage } from "./load.mjs";

const indexes = new Map();

async function engine({ lang, ...question }) {
	lang = lang.toLowerCase();
	try {
		if (!indexes.has(lang)) indexes.set(lang, open(lang));
		const { languages, ask } = await indexes.get(lang);
		return question.text === undefined && !question.filters ? languages : await ask(question);
	} catch (fault) {
		indexes.delete(lang);
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
