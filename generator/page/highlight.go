// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark/ast"
)

const (
	maxCode      = 16 << 10 // bytes of a block that is highlighted: some lexers take the square of their input
	maxCodeCache = 8 << 20  // bytes of highlighted code that are remembered
)

// highlighter marks up code with classes. It remembers what it has done: pages of a commons repeat their examples, and
// the same language and code always give the same HTML.
type highlighter struct {
	mu    sync.Mutex
	known map[string]string
	size  int
}

// code writes the lines of a code block with their tokens marked.
func (p *pass) code(n *ast.FencedCodeBlock, language string) {
	key := append(append(p.scratch[:0], language...), 0)
	begin := len(key)
	lines := n.Lines()
	for i := range lines.Len() {
		line := lines.At(i)
		key = append(key, line.Value(p.src)...)
	}
	p.scratch = key
	if len(key)-begin > maxCode {
		p.buf = appendEscaped(p.buf, key[begin:])
		return
	}
	h := p.m.code
	h.mu.Lock()
	html, ok := h.known[string(key)]
	h.mu.Unlock()
	if ok {
		p.buf = append(p.buf, html...)
		return
	}
	from := len(p.buf)
	p.buf = appendHighlighted(p.buf, language, string(key[begin:]))
	h.remember(string(key), string(p.buf[from:]))
}

func (h *highlighter) remember(key, html string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.known == nil || h.size > maxCodeCache {
		h.known, h.size = map[string]string{}, 0
	}
	h.known[key] = html
	h.size += len(key) + len(html)
}

// appendHighlighted appends code with a span around each token that has a class. Code that its lexer gives up is plain.
func appendHighlighted(dst []byte, language, code string) []byte {
	lexer := lexers.Get(language)
	if lexer == nil {
		return appendEscaped(dst, code)
	}
	tokens, err := lexer.Tokenise(&chroma.TokeniseOptions{State: "root", EnsureLF: false}, code)
	if err != nil {
		return appendEscaped(dst, code)
	}
	open := ""
	for t := tokens(); t != chroma.EOF; t = tokens() {
		if t.Value == "" {
			continue
		}
		class := tokenClass(t.Type)
		if class != open {
			if open != "" {
				dst = append(dst, "</span>"...)
			}
			if class != "" {
				dst = append(dst, `<span class="`...)
				dst = append(dst, class...)
				dst = append(dst, `">`...)
			}
			open = class
		}
		dst = appendEscaped(dst, t.Value)
	}
	if open != "" {
		dst = append(dst, "</span>"...)
	}
	return dst
}
