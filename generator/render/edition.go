// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"html/template"
	"slices"
	"strings"
	"sync"
	"text/template/parse"

	"commonplace/generator/source"
)

// edition is the templates of a theme with the words of one language put in.
type edition struct {
	lang, dir string
	words     *dictionary
	script    string // path of the words that the search shows
	calls     map[string]function
	set       *template.Template

	escape   sync.Mutex
	programs sync.Map // programKey -> *program, nil where there is none
}

// edition gives the templates in a language that the theme has words in.
func (t *Theme) edition(language string) *edition {
	t.mu.Lock()
	defer t.mu.Unlock()
	e := t.editions[language]
	if e == nil {
		// What parsed in English parses in any language: words are put in afterwards, as text.
		e, _ = t.newEdition(language)
		t.editions[language] = e
	}
	return e
}

// newEdition parses the templates; nil when one of them has a mistake.
func (t *Theme) newEdition(language string) (*edition, []source.Diagnostic) {
	e := &edition{lang: language, dir: direction(language), words: t.words[language], script: wordsPath(language)}
	e.calls = e.functions()
	funcs := make(template.FuncMap, len(e.calls))
	for name, f := range e.calls {
		funcs[name] = f.call
	}
	e.set = template.New("").Funcs(funcs)
	names := t.names()
	// Pieces of base.html come first, so that a file of the same name replaces them.
	slices.SortStableFunc(names, func(a, b string) int {
		switch {
		case a == b:
			return 0
		case a == "base.html":
			return -1
		case b == "base.html":
			return 1
		}
		return 0
	})
	var diags []source.Diagnostic
	for _, name := range names {
		view, ok := strings.CutSuffix(name, ".html")
		if !ok {
			continue
		}
		if _, err := e.set.New(view).Parse(string(t.files[name].text)); err != nil {
			diags = append(diags, t.mistake(err))
		}
	}
	if len(diags) > 0 {
		return nil, diags
	}
	for _, tmpl := range e.set.Templates() {
		if tmpl.Tree != nil {
			e.spell(tmpl.Tree.Root)
		}
	}
	return e, nil
}

// spell puts words into a parsed template: {{word "key"}} becomes its text, and {{word "key" value}} text, {{value}}, text. It is done
// once here because a page has dozens of them; the value is escaped for where it stands as if it had been written so.
func (e *edition) spell(list *parse.ListNode) {
	if list == nil {
		return
	}
	nodes := make([]parse.Node, 0, len(list.Nodes))
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.ActionNode:
			nodes = append(nodes, e.spelled(n)...)
			continue
		case *parse.IfNode:
			e.spell(n.List)
			e.spell(n.ElseList)
		case *parse.RangeNode:
			e.spell(n.List)
			e.spell(n.ElseList)
		case *parse.WithNode:
			e.spell(n.List)
			e.spell(n.ElseList)
		}
		nodes = append(nodes, node)
	}
	list.Nodes = nodes
}

func (e *edition) spelled(n *parse.ActionNode) []parse.Node {
	key, value, ok := wordCall(n.Pipe)
	if !ok {
		return []parse.Node{n}
	}
	before, after, filled := cutBraces(e.words.word(key))
	if value == nil || !filled {
		return []parse.Node{plainText(n.Pos, e.words.word(key))}
	}
	action := n.Copy().(*parse.ActionNode)
	action.Pipe.Cmds[0].Args = []parse.Node{value}
	return []parse.Node{plainText(n.Pos, before), action, plainText(n.Pos, after)}
}

func plainText(at parse.Pos, text string) *parse.TextNode {
	return &parse.TextNode{NodeType: parse.NodeText, Pos: at, Text: []byte(template.HTMLEscapeString(text))}
}

// wordCall recognises word "key" and word "key" value, where they stand alone.
func wordCall(pipe *parse.PipeNode) (key string, value parse.Node, ok bool) {
	if len(pipe.Cmds) != 1 || len(pipe.Decl) > 0 {
		return "", nil, false
	}
	args := pipe.Cmds[0].Args
	if len(args) < 2 || len(args) > 3 {
		return "", nil, false
	}
	name, isName := args[0].(*parse.IdentifierNode)
	text, isText := args[1].(*parse.StringNode)
	if !isName || name.Ident != "word" || !isText {
		return "", nil, false
	}
	if len(args) == 3 {
		value = args[2]
	}
	return text.Text, value, true
}
