// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Words and terms, as generator/search has them: split.go and analyse.go there say each rule, and a test holds that both sides agree.

const dense = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u2e80-\\u2fdf\\u3005-\\u3007\\u3021-\\u3029\\u3031-\\u3035\\u3040-\\u30ff\\u31f0-\\u31ff" +
	"\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\uff66-\\uff9f\\u{20000}-\\u{323af}";
const letter = "[\\p{L}\\p{M}\\p{N}]";
const run = `(?:[0-9A-Za-z]|(?![${dense}])${letter})+`;
const word = `${run}(?:['’]${run})*`;
const part = new RegExp(`(?:(?=${letter})[${dense}])+|${word}(?:[._]${word})*`, "uy");
const isDense = new RegExp(`^[${dense}]`, "u");

export const Plain = 0, Dense = 1, Joined = 2;

const maxTerm = 40;
const ascii = /^[\0-\x7f]*$/;
const length = (text) => (ascii.test(text) ? text.length : [...text].length);

const utf8 = new TextEncoder();
export const bytesOf = (text) => utf8.encode(text);

// Of ASCII: 1 is a letter or a number, 2 a capital, 4 may join words.
const kinds = new Uint8Array(128);
for (const [chars, kind] of [["abcdefghijklmnopqrstuvwxyz0123456789", 1], ["ABCDEFGHIJKLMNOPQRSTUVWXYZ", 3], ["._'", 4]]) for (const c of chars) kinds[c.charCodeAt()] = kind;

// split calls found(kind, from, to, even) for each part of a text, with places in UTF-16; even parts have no capitals inside and nothing but ASCII.
export function split(text, found) {
	for (let at = 0; at < text.length; ) {
		const from = at, first = text.charCodeAt(at);
		if (first < 128) {
			if (!(kinds[first] & 1)) {
				at++;
				continue;
			}
			// Most words are plain and are done here.
			let c, capital = 0;
			for (at++; (c = text.charCodeAt(at)) < 128 && kinds[c] & 1; at++) capital |= kinds[c];
			if (!(c > 127 || (c < 128 && kinds[c] & 4))) {
				found(Plain, from, at, !(capital & 2));
				continue;
			}
		}
		part.lastIndex = from;
		const whole = part.exec(text)?.[0];
		if (!whole) at = from + (first >= 0xd800 && first < 0xdc00 ? 2 : 1);
		else {
			at = from + whole.length;
			several(text, whole, from, found);
		}
	}
}

// several gives the parts of what hangs together.
function several(text, whole, index, found) {
	if (isDense.test(whole)) return found(Dense, index, index + whole.length, false);
	let at = index, joined = 0;
	for (const chain of whole.split(/[._]/)) {
		let from = at, end = at, before = 0;
		for (const piece of chain.split(/['’]/)) {
			const after = length(piece);
			if (end > at) {
				end++;
				if (after >= 3 || (before <= 2 && after >= 2)) {
					found(Plain, from, end - 1, false);
					from = end;
				}
			}
			end += piece.length;
			before = after;
		}
		found(Plain, from, end, false);
		joined++;
		at = end + 1;
	}
	if (joined > 1 && joined <= 8) found(Joined, index, index + whole.length, false);
}

const lower = (text) => (/[Σİ]/.test(text) ? [...text].map((c) => (c === "İ" ? "i" : c.toLowerCase())).join("") : text.toLowerCase());

// normal is the normal form of a word.
function normal(text) {
	if (!ascii.test(text)) text = text.normalize("NFKC").replaceAll("’", "'");
	return lower(text).replace(/'s$/, "").replaceAll("'", "");
}

const plain = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };
const marks = /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]/g;

// unmarked is a text in lower case as it is compared, of any length.
const unmarked = (text) =>
	ascii.test(text) ? text : text.normalize("NFKD").replace(marks, "").normalize("NFC").replace(/[ßæœøłđðþı]/g, (c) => plain[c]);

export function folded(text) {
	text = unmarked(text);
	if (text.length * 3 <= maxTerm) return text;
	let size = 0, cut = "";
	for (const c of text) {
		size += c < "\x80" ? 1 : c < "\u0800" ? 2 : c.length + 2;
		if (size > maxTerm) return cut;
		cut += c;
	}
	return text;
}

const hangul = /[\uac00-\ud7a3]/, hasLetter = /\p{L}/u;
const upper = /^\p{Lu}/u, small = /^\p{Ll}/u, digit = /^\p{Nd}/u;

// humps divides a word at the capitals inside it.
function humps(text) {
	if (!/.[A-Z\x80-\uffff]/.test(text)) return [];
	const list = [...text], parts = [];
	const is = (kind, i) => i < list.length && kind.test(list[i]);
	let from = 0;
	for (let i = 1; i < list.length; i++)
		if (upper.test(list[i]) && (is(small, i - 1) || is(digit, i - 1) || (is(upper, i - 1) && is(small, i + 1) && is(small, i + 2)))) {
			parts.push(list.slice(from, i).join(""));
			from = i;
		}
	return from ? [...parts, list.slice(from).join("")] : [];
}

// newAnalyser makes terms of the words of a language; stem is its stemmer, name what that is called.
export function newAnalyser(stem = (text) => text, name) {
	// Nothing in a word of more bytes than this is a stem.
	const stemOf = (word) => folded(word.length > maxTerm && bytesOf(word).length > 4 * maxTerm ? word : stem(word));
	const known = new Map();

	// plainTerms are those of a word without what capitals divide it into; of a Korean one, only the whole.
	function plainTerms(text) {
		const it = normal(text), short = folded(it);
		const terms = hangul.test(it) ? [short] : [stemOf(it)];
		if (short !== it && !hangul.test(it)) terms.push(stemOf(short));
		return terms.filter((term, i) => term && terms.indexOf(term) === i);
	}

	return {
		// Irish writes changes of a word's beginning; all other stemmers leave it alone.
		changing: name === "ga",
		plainTerms,
		// termOf is what a word of the dictionary is in the index under; words that were joined are taken as they are.
		termOf: (word) => (/[._]/.test(word) ? word : stemOf(word)),
		// termsOf are those of a word of a text. They are remembered, since such words come again and again.
		termsOf(text) {
			if (!known.has(text)) {
				if (known.size > 20000) known.clear();
				known.set(text, [text, ...humps(text)].flatMap((word) => (hangul.test(word) ? [...plainTerms(word), ...pairsOf(folded(normal(word)))] : plainTerms(word))));
			}
			return known.get(text);
		},
	};
}

// bare is a word without case and accents, as words of phrases and values of filters are compared.
export const bare = (text) => unmarked(normal(text));

// pairsOf are each two neighbouring letters.
const pairsOf = (text) => {
	const letters = [...text];
	return letters.slice(1).map((letter, i) => letters[i] + letter);
};

// wordsIn calls found(word, from, to, plain) for what a question, a phrase, or a text that may have one consists of: words, bare and cut as the dictionary
// has them; of scripts that do not divide words, and of Korean words, each two neighbouring letters, or the only one.
export function wordsIn(text, found) {
	split(text, (kind, from, to) => {
		if (kind === Joined) return;
		const word = bare(text.slice(from, to)), plain = kind === Plain && !hangul.test(word);
		const pairs = pairsOf(word);
		for (const it of plain ? [folded(word)] : pairs.length ? pairs : [word]) if (it) found(it, from, to, plain);
	});
}

// analyse gives all terms and words of a part, as the program has them in the index. The browser has no need of it, and its script is without it; it is
// for the test that both sides agree.
export function analyse({ termsOf }, kind, text) {
	const dense = unmarked(text.normalize("NFKC")), whole = folded(normal(text));
	const terms = kind === Dense ? [...pairsOf(dense), ...dense] : kind === Joined ? [whole] : termsOf(text);
	const words = kind === Dense ? [] : kind === Joined ? [whole] : [text, ...humps(text)].map((word) => folded(normal(word)));
	return { terms: [...new Set(terms)], words: [...new Set(words)].filter((word) => length(word) > 1 && (length(word) < 5 || hasLetter.test(word))) };
}
