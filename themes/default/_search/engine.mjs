// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// What searches: one script, for a worker and for a page. A question is {lang, text, filters, limit, offset, facets}; an answer is what ask.mjs gives, or
// null if there was a newer question meanwhile. In a worker questions come as [number, question], and answers go as [number, answer, fault]; [0] says that it
// is there. On a page self.cpEngine answers.

import { open } from "./ask.mjs";

const indexes = new Map();

async function engine({ lang, ...question }) {
	lang = lang.toLowerCase();
	try {
		if (!indexes.has(lang)) indexes.set(lang, open(lang));
		return await (await indexes.get(lang))(question);
	} catch (fault) {
		indexes.delete(lang);
		if (!fault.shard) throw fault;
		return { text: question.text, total: 0, results: [], problems: [fault] };
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
