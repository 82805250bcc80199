// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark/ast"
)

// Lexers are programs of regular expressions that go back over their input. The bounds keep hostile code of any of the languages
// below under a second or so a page: about 13 microseconds a byte at best, and the square of a block's length at worst.
const (
	maxCode     = 8 << 10  // bytes of a block that is highlighted
	maxSlowCode = 2 << 10  // the same for languages whose lexers take the square in earnest
	maxCodeLine = 300      // bytes of a line of such a block
	maxCodeWork = 96 << 10 // of a page, in what work says
)

const maxCodeCache = 8 << 20 // bytes of highlighted code that are remembered

// highlightedLanguages are the words for languages that are highlighted, true for those with the lower bound. All others are plain:
// the lexers of most have never met hostile text, and some stop the program on it.
func highlightedLanguages() map[string]bool {
	const ordinary = `asm awk bash bat batch c c# c++ clj clojure cmake common-lisp console cpp csharp css dart diff docker
		dockerfile elixir elm erlang fsharp go golang gql graphql haskell hbs hcl hs html http ini jinja js json jsx
		julia kotlin latex lisp make makefile markdown matlab md nginx nix objc objective-c ocaml perl php pl
		powershell prolog proto protobuf ps1 py python python3 r racket rb rs ruby rust scala scheme scss sh shell
		solidity sparql sql svelte swift terraform tex tf toml ts tsx turtle typescript javascript vue xml yaml zig
		zsh`
	const slow = `fish gherkin groovy java lua org`
	languages := map[string]bool{}
	for _, word := range strings.Fields(ordinary) {
		languages[word] = false
	}
	for _, word := range strings.Fields(slow) {
		languages[word] = true
	}
	return languages
}

// highlighter marks up code with classes. It remembers what it has done: pages of a commons repeat their examples, and
// the same language and code always give the same HTML.
type highlighter struct {
	languages map[string]bool // see highlightedLanguages

	mu    sync.Mutex
	known map[string]string
	size  int
}

// code writes the lines of a code block with their tokens marked.
func (p *pass) code(n *ast.FencedCodeBlock, language string) {
	key := append(append(p.scratch[:0], language...), 0)
	begin := len(key)
	lines := n.Lines()
	long := false
	for i := range lines.Len() {
		line := lines.At(i)
		long = long || line.Len() > maxCodeLine
		key = append(key, line.Value(p.src)...)
	}
	p.scratch = key
	work := p.m.code.work(language, len(key)-begin)
	if long || work == 0 || work > p.codeWork {
		p.buf = appendEscaped(p.buf, key[begin:])
		return
	}
	p.codeWork -= work
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

// work weighs the highlighting of a block; zero: it is not highlighted. The number does not depend on what is remembered, so
// that a page always comes out the same.
func (h *highlighter) work(language string, size int) int {
	slow, ok := h.languages[language]
	switch {
	case !ok || size > maxCode || slow && size > maxSlowCode:
		return 0
	case slow:
		return size + size*size/256
	}
	return size + size*size/4096
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
func appendHighlighted(dst []byte, language, code string) (out []byte) {
	lexer := lexers.Get(language)
	if lexer == nil {
		return appendEscaped(dst, code)
	}
	begin := len(dst)
	defer func() {
		if recover() != nil { // a lexer that runs into a fault of its own harms one block
			out = appendEscaped(dst[:begin], code)
		}
	}()
	tokens, err := lexer.Tokenise(&chroma.TokeniseOptions{State: "root"}, code)
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
