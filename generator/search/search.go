// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Package search makes of the pages of a commons an index that needs no server: many small files, of which a question fetches a few.
//
// The index of a language is a function of its pages alone, each with its address: not of the order in which they came, nor of what the index
// held before. So an index that was patched equals one that is made anew, byte for byte. No file of it but meta holds a figure of the
// whole, so that an edit changes the files of the words that it changes. Whatever is read, from the cache or from a folder of
// somebody else's, is bounded and checked; a file that does not hold is a problem that is told, and the rest is answered.
//
// # The files of one language
//
// All lie in search/<lang>/, lang being the language of the pages in lower case:
//
//	meta.js             the sum of it all: see Meta
//	t-<leaf>.js         terms and the pages that have them: see Terms
//	t-<term>.<n>.js     the further pages of a very common term: see Tail
//	w-<leaf>.js         words as they are written: see Words
//	r-<leaf>.js         the same words, turned round: see Words
//	p/<xx>/<id>.js      one page: see Page
//	f-<facet>.js        the values of a facet, and the pages of each: see Facet
//
// # Form of a file
//
// Each file is one call, in UTF-8, with a final newline:
//
//	cp$("en/t-go-01","<packed>");
//
// The first text is the file's path below search/, without ".js". The second is a stream of raw DEFLATE (RFC 1951), seven bits a character, from the
// highest of the first byte, the last filled with zeros: where v are the bits, the character is U+0000 + v, but U+0100 + v where that may not stand in a
// text of a script: for v of 0, 10, 13, 34 and 92. So a reader takes the lower seven bits of each character, and the bytes of n characters are 7n/8,
// rounded down. (Base64 would be an eighth larger, and with it the index of long texts more than a quarter of their pages.) A reader that
// fetches the file takes what stands between the last two quotes. What the stream holds, its payload, is
// JSON for meta and pages. All others are binary:
//
//	payload  = letter …      the first byte is the letter of the family: t, x (a tail), w, r or f
//	number   = unsigned LEB128, at most 5 bytes: seven bits a byte, the lowest first, all but the last with the eighth set
//	text     = number of bytes, bytes in UTF-8
//	sorted   = number of texts, then for each: number of bytes that it begins with as the one before does, text of the rest
//	           sorted texts ascend by their bytes, and none is repeated
//	pages    = of n pages, whose slots ascend: n numbers, each the slot less the slot before, less one; before the first stands -1
//
// Bytes that follow what a payload should hold make it invalid. No payload is larger than MaxPayload.
//
// # Slots
//
// A page is known by its slot, a number. It comes from a hash of the page's address, in a space at least twice as large as there are pages
// and grown by doubling, so that a new page takes the slot of another very seldom. Slots below Meta.Space are in use or not; a reader
// need not know how they are made.
//
// # Leaves
//
// The terms of a family are divided by their bits, from the highest of the first byte; a term ends in as many zero bits as are asked for. The
// tree of these divisions is Meta.Terms, Meta.Words and Meta.Reversed, in Tree's form. A leaf is named by the way that leads to it: the whole
// bytes, a to z and 0 to 9 as they are and others as _ with two hexadecimal digits, then a hyphen, then the bits that are left. So "g-0110" has
// the terms that begin with g and then the bits 0110, and "-" has all.
package search

// Version is the form of the files. A reader refuses another.
const Version = 1

// MaxPayload bounds what one file may hold, in bytes, once inflated.
const MaxPayload = 16 << 20
