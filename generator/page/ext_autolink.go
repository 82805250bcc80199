// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// bareLinkParser finds addresses that stand in the text without marks, by GFM's rules ("Autolinks (extension)"). goldmark's own
// is woken by every space and matches regular expressions; this one is woken by the colon, the dot and the at sign that such
// addresses hold, and looks back.
type bareLinkParser struct{}

const (
	maxLocalPart = 64  // of an e-mail address, RFC 5321
	maxDomain    = 255 // RFC 1035
)

// Trigger implements parser.InlineParser.
func (bareLinkParser) Trigger() []byte { return []byte{':', '.', '@'} }

// Parse implements parser.InlineParser.
func (bareLinkParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	before, ok := parent.LastChild().(*ast.Text)
	if !ok || before.SoftLineBreak() || before.HardLineBreak() {
		return nil
	}
	rest, seg := block.PeekLine()
	if before.Segment.Stop != seg.Start || seg.Padding != 0 || pc.IsInLinkLabel() {
		return nil
	}
	src := block.Source()
	back := src[before.Segment.Start:before.Segment.Stop]
	taken := addressBefore(back, rest) // bytes of the address that stand in the text before
	if taken == 0 || !beginsAddress(src, seg.Start-taken, before.Segment.Start) {
		return nil
	}
	stop := addressAfter(rest)
	if stop == 0 {
		return nil
	}
	start := seg.Start - taken
	if taken == len(back) {
		parent.RemoveChild(parent, before)
	} else {
		before.Segment.Stop = start
	}
	block.Advance(stop)
	kind := ast.AutoLinkType(ast.AutoLinkURL)
	if rest[0] == '@' {
		kind = ast.AutoLinkEmail
	}
	link := ast.NewAutoLink(kind, ast.NewTextSegment(text.NewSegment(start, seg.Start+stop)))
	if rest[0] == '.' {
		link.Protocol = []byte("http")
	}
	link.SetPos(start)
	return link
}

// addressBefore is the length of the part of an address before its colon, dot or at sign.
func addressBefore(back, rest []byte) int {
	switch rest[0] {
	case ':':
		if len(rest) < 6 || rest[1] != '/' || rest[2] != '/' {
			return 0
		}
		for _, scheme := range []string{"https", "http"} {
			if hasSuffixFold(back, scheme) {
				return len(scheme)
			}
		}
	case '.':
		if hasSuffixFold(back, "www") {
			return 3
		}
	case '@':
		n := 0
		for n < len(back) && n <= maxLocalPart {
			c := back[len(back)-1-n]
			if !util.IsAlphaNumeric(c) && c != '.' && c != '-' && c != '_' && c != '+' {
				break
			}
			n++
		}
		if n <= maxLocalPart {
			return n
		}
	}
	return 0
}

// addressAfter is the length of the part from there on.
func addressAfter(rest []byte) int {
	skip := 1
	if rest[0] == ':' {
		skip = len("://")
	}
	host := domain(rest[skip:])
	if host == 0 {
		return 0
	}
	end := skip + host
	if rest[0] != '@' {
		return trimAddress(rest, end)
	}
	if last := rest[end-1]; last == '-' || end < len(rest) && (rest[end] == '-' || rest[end] == '_' || rest[end] == '@') {
		return 0
	}
	return end
}

// beginsAddress says whether an address may begin at an offset: not within a word.
func beginsAddress(src []byte, at, floor int) bool {
	if at == 0 {
		return true
	}
	r, _ := utf8.DecodeLastRune(src[max(0, at-utf8.UTFMax):at])
	if at == floor && r == '\n' {
		return true
	}
	return unicode.IsSpace(r) || r >= utf8.RuneSelf || bytes.ContainsRune([]byte("*_~(\"'|>"), r)
}

// domain is the length of a domain name with at least one dot and a last part that begins with a letter.
func domain(b []byte) int {
	end, dot := 0, -1
	for end < len(b) && end <= maxDomain {
		c := b[end]
		if c == '.' {
			if end == 0 || b[end-1] == '.' {
				break
			}
			dot = end
		} else if !util.IsAlphaNumeric(c) && c != '-' && c != '_' && c < utf8.RuneSelf {
			break
		} else if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRune(b[end:])
			if !unicode.IsLetter(r) && !unicode.IsMark(r) {
				break
			}
			end += size - 1
		}
		end++
	}
	if end > 0 && b[end-1] == '.' {
		end--
		dot = bytes.LastIndexByte(b[:end], '.')
	}
	if dot < 1 || end > maxDomain || dot+1 >= end || b[dot+1] >= '0' && b[dot+1] <= '9' || bytes.IndexByte(b[dot:end], '_') >= 0 {
		return 0
	}
	return end
}

// trimAddress is the length of an address whose host ends at from: all up to a space or <, less the punctuation that belongs
// to the sentence, a closing parenthesis without its opening one, and an entity.
func trimAddress(b []byte, from int) int {
	end := from
	if end < len(b) && b[end] != '/' && b[end] != '?' && b[end] != '#' && b[end] != ':' {
		return end
	}
	open, shut := 0, 0
	for end < len(b) {
		c := b[end]
		if c == '<' || util.IsSpace(c) {
			break
		}
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRune(b[end:])
			if unicode.IsPunct(r) || unicode.IsSpace(r) {
				break
			}
			end += size
			continue
		}
		switch c {
		case '(':
			open++
		case ')':
			shut++
		}
		end++
	}
	for end > from {
		switch c := b[end-1]; c {
		case '?', '!', '.', ',', ':', '*', '_', '~', '"', '\'', '|', '`', ']', '}':
			end--
		case ')':
			if shut <= open {
				return end
			}
			shut--
			end--
		case ';':
			amp := end - 2
			for amp > from && util.IsAlphaNumeric(b[amp]) {
				amp--
			}
			if amp == end-2 || b[amp] != '&' {
				return end
			}
			end = amp
		default:
			return end
		}
	}
	return end
}

func hasSuffixFold(b []byte, suffix string) bool {
	return len(b) >= len(suffix) && bytes.EqualFold(b[len(b)-len(suffix):], []byte(suffix))
}
