// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"strings"
	"unicode"

	"commonplace/generator/site"
)

// appendPeople writes a dd element for each of some people. What is no person says so.
func (e *edition) appendPeople(dst []byte, root string, list []site.PersonRef) []byte {
	for i := range list {
		dst = append(e.appendWho(append(dst, "<dd>"...), root, list[i]), "</dd>"...)
	}
	return dst
}

// appendWho writes a name, with a mark on that of a machine.
func (e *edition) appendWho(dst []byte, root string, p site.PersonRef) []byte {
	dst = appendRef(dst, root, site.Ref{Text: p.Text, Path: p.Path})
	if p.Kind == site.KindMachine {
		dst = append(dst, ` <small class="cp-mark">`...)
		dst = append(appendText(dst, e.sort(p.Kind)), "</small>"...)
	}
	return dst
}

// appendHeld writes a dd element for each role that somebody has in the commons: the role, the part of the commons, the time.
func (e *edition) appendHeld(dst []byte, root string, list []site.HeldRole) []byte {
	for i := range list {
		r := &list[i]
		dst = appendText(append(dst, "<dd>"...), e.role(r.Role))
		if r.Scope.Text != "" {
			dst = appendRef(append(dst, ": "...), root, r.Scope)
		}
		if r.Since != "" || r.Until != "" {
			dst = append(dst, " <small>"...)
			dst = e.appendDate(dst, r.Since)
			dst = e.appendDate(append(dst, " – "...), r.Until)
			dst = append(dst, "</small>"...)
		}
		if r.Note != "" {
			dst = append(appendText(append(dst, " <small>"...), r.Note), "</small>"...)
		}
		dst = append(dst, "</dd>"...)
	}
	return dst
}

// role names a kind of contribution. One that no one knows is shown as it is written, “packageMaintainer” as “Package maintainer”.
func (e *edition) role(role string) string {
	if role == "" {
		return e.words.word("value.author") // nobody said what they did
	}
	if word, ok := e.words.named("role.", role); ok {
		return word
	}
	var b strings.Builder
	last := ' '
	for _, r := range role {
		if unicode.IsUpper(r) && unicode.IsLower(last) {
			b.WriteByte(' ')
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
		last = r
	}
	return spaced(b.String())
}

// trace names what somebody did whom Git alone knows.
func (e *edition) trace(role string) string { return e.labelled("trace.", role, "") }

// sort names a kind of contributor.
func (e *edition) sort(kind string) string { return e.labelled("person.", kind, "") }

// bare is an address as people say it.
func bare(url string) string {
	_, rest, ok := strings.Cut(url, "://")
	if !ok {
		return url
	}
	return strings.TrimSuffix(strings.TrimPrefix(rest, "www."), "/")
}
