// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"commonplace/generator/source"
)

// A container is what stands between a line of at least three colons with a name and a line of colons alone, as Pandoc, Docusaurus
// and VitePress write it. What the name means is for containerKind; where nobody knows, it is a group with the name as its label. Containers
// lie inside each other: a line of colons ends the innermost one that was begun with no more of them.

const maxContainerName = 40

// containerBlock is a container. Its first child is a calloutTitle, if it has a title.
type containerBlock struct {
	ast.BaseBlock
	colons   int
	indent   int  // of an admonition: how far in its content stands; else 0
	fold     byte // of an admonition: as that of a calloutTitle
	name, id string
}

var kindContainerBlock = ast.NewNodeKind("Container")

func (*containerBlock) Kind() ast.NodeKind         { return kindContainerBlock }
func (n *containerBlock) Dump(src []byte, lvl int) { ast.DumpHelper(n, src, lvl, nil, nil) }

type containerParser struct{}

// Trigger implements parser.BlockParser.
func (containerParser) Trigger() []byte { return []byte{':'} }

// Open implements parser.BlockParser.
func (containerParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, seg := reader.PeekLine()
	at := pc.BlockOffset()
	if at < 0 || len(line) < at+3 {
		return nil, parser.NoChildren
	}
	colons := runLength(line[at:])
	if colons < 3 {
		return nil, parser.NoChildren
	}
	n := &containerBlock{colons: colons}
	title, ok := n.read(line[at+colons:])
	if !ok {
		return nil, parser.NoChildren
	}
	n.addTitle(title, line, seg, pc)
	reader.AdvanceToEOL()
	return n, parser.HasChildren
}

// addTitle makes a part of the line that begins a container its first child, if it is not empty.
func (n *containerBlock) addTitle(title, line []byte, seg text.Segment, pc parser.Context) {
	if len(title) == 0 {
		return
	}
	start := seg.Start + cap(line) - cap(title) - seg.Padding
	child := &calloutTitle{}
	child.Lines().Append(text.NewSegment(start, start+len(title)))
	passOf(pc).guardInline(child)
	n.AppendChild(n, child)
}

// Continue implements parser.BlockParser.
func (containerParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	if endsContainer(node.(*containerBlock), reader, pc) {
		reader.AdvanceToEOL()
		return parser.Close
	}
	return parser.Continue | parser.HasChildren
}

// Close implements parser.BlockParser.
func (containerParser) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph implements parser.BlockParser.
func (containerParser) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements parser.BlockParser.
func (containerParser) CanAcceptIndentedLine() bool { return false }

// endsContainer says whether the next line ends a container and nothing inside it has a claim to that line.
func endsContainer(n *containerBlock, reader text.Reader, pc parser.Context) bool {
	line, _ := reader.PeekLine()
	indent := 0
	for indent < len(line) && line[indent] == ' ' {
		indent++
	}
	if indent > 3 || indent >= len(line) || line[indent] != ':' {
		return false
	}
	colons := runLength(line[indent:])
	if colons < n.colons || len(bytes.TrimSpace(line[indent+colons:])) > 0 {
		return false
	}
	within := false
	for _, b := range pc.OpenedBlocks() {
		if !within {
			within = b.Node == ast.Node(n)
			continue
		}
		switch inner := b.Node.(type) {
		case *ast.ListItem:
			if indent < inner.Offset {
				return true // the item does not go on
			}
		case *ast.Blockquote, *extast.Footnote, *extast.DefinitionDescription:
			return true
		case *containerBlock:
			if inner.colons > 0 && colons >= inner.colons {
				return false
			}
		case *ast.FencedCodeBlock, *ast.HTMLBlock, *commentBlock, *formulaBlock:
			return false
		}
	}
	return true
}

// read takes the name and what follows it, and gives the title.
func (n *containerBlock) read(info []byte) (title []byte, ok bool) {
	info = bytes.TrimRight(bytes.TrimSpace(info), ":")
	info = bytes.TrimSpace(info)
	end := 0
	for end < len(info) && isContainerChar(info[end]) {
		end++
	}
	n.name = strings.ToLower(string(info[:end]))
	rest := info[end:]
	switch {
	case end > maxContainerName:
		return nil, false
	case end == 0:
		// Pandoc: only attributes, of which the first class is the name.
		title, ok = n.attributes(rest)
		return title, ok && (n.name != "" || n.id != "")
	case len(rest) == 0:
	case rest[0] == '[':
		close := bytes.LastIndexByte(rest, ']')
		if close < 0 {
			return nil, false
		}
		title = bytes.TrimSpace(rest[1:close])
		n.attributes(bytes.TrimSpace(rest[close+1:]))
	case rest[0] == '{':
		return n.attributes(rest)
	case rest[0] == ' ' || rest[0] == '\t':
		title = bytes.TrimSpace(rest)
		if open := bytes.LastIndexByte(title, '{'); open >= 0 && title[len(title)-1] == '}' {
			if named, ok := n.attributes(title[open:]); ok {
				if title = bytes.TrimSpace(title[:open]); len(title) == 0 {
					title = named
				}
			}
		}
	default:
		return nil, false
	}
	return title, true
}

// attributes reads `{#id .class key="value"}`; a value named title is the title. The first class is the name of a container that has none.
func (n *containerBlock) attributes(b []byte) (title []byte, ok bool) {
	if len(b) < 2 || b[0] != '{' || b[len(b)-1] != '}' {
		return nil, false
	}
	for b = b[1 : len(b)-1]; ; {
		if b = bytes.TrimLeft(b, " \t"); len(b) == 0 {
			return title, true
		}
		end := bytes.IndexAny(b, " \t")
		if key, value, ok := bytes.Cut(b, []byte("=\"")); ok && !bytes.ContainsAny(key, " \t") {
			close := bytes.IndexByte(value, '"')
			if close < 0 {
				return nil, false
			}
			if string(key) == "title" {
				title = value[:close]
			}
			b = value[close+1:]
			continue
		}
		if end < 0 {
			end = len(b)
		}
		switch word := string(b[1:end]); {
		case b[0] == '.' && n.name == "":
			n.name = strings.ToLower(word)
		case b[0] == '#':
			n.id = word
		case b[0] == '{' || b[0] == '}':
			return nil, false
		}
		b = b[end:]
	}
}

func isContainerChar(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c >= utf8.RuneSelf
}

// laysOut tells the names that say how something is placed and nothing about what it is.
func laysOut(name string) bool {
	switch name {
	case "", "box", "card", "cards", "center", "centered", "code-group", "col", "column", "columns", "content", "flex", "grid", "incremental",
		"layout", "left", "nonincremental", "raw", "right", "row", "section", "tabs", "v-pre", "wide", "wrapper":
		return true
	}
	return false
}

// folds tells the names of containers that are folded.
func folds(name string) bool {
	switch name {
	case "accordion", "collapse", "details", "dropdown", "expand", "fold", "spoiler", "toggle":
		return true
	}
	return false
}

func (p *pass) containerBlock(n *containerBlock) {
	title, _ := n.FirstChild().(*calloutTitle)
	kind, known := calloutKind(n.name)
	switch {
	case n.fold != 0:
		p.puts("<details")
		if n.fold == '+' {
			p.puts(" open")
		}
		p.calloutHead(kind, cmp.Or(n.name, calloutKinds[kind]), title, true)
		p.rest(n, title)
		p.puts("</details>\n")
	case folds(n.name):
		p.puts("<details")
		p.containerID(n)
		p.puts(">\n<summary>")
		if title != nil {
			p.content(title)
		} else {
			p.hole(HoleWord, wordDetails)
		}
		p.puts("</summary>\n")
		p.endBlock()
		p.rest(n, title)
		p.puts("</details>\n")
	case known:
		p.puts("<div")
		p.containerID(n)
		p.calloutHead(kind, n.name, title, false)
		p.rest(n, title)
		p.puts("</div>\n")
	default:
		p.puts("<div")
		p.containerID(n)
		p.puts(" class=\"group\">\n")
		label := containerLabel(n.name)
		switch {
		case title != nil:
			p.puts(`<p class="group-title">`)
			p.content(title)
			p.puts("</p>\n")
			p.endBlock()
		case !laysOut(n.name) && !p.headed(n, label):
			p.puts(`<p class="group-title">`)
			p.plainText(label)
			p.puts("</p>\n")
			p.endBlock()
		}
		p.rest(n, title)
		p.puts("</div>\n")
	}
}

// rest writes what follows a title.
func (p *pass) rest(n ast.Node, title *calloutTitle) {
	c := n.FirstChild()
	if title != nil {
		c = title.NextSibling()
	}
	for ; c != nil && !p.over; c = c.NextSibling() {
		p.block(c)
	}
}

func (p *pass) containerID(n *containerBlock) {
	if n.id != "" {
		p.rawID(n.id)
	}
}

// headed says whether the heading before a container says the same as its label.
func (p *pass) headed(n ast.Node, label string) bool {
	h, ok := n.PreviousSibling().(*ast.Heading)
	return ok && source.Fold(strings.TrimSpace(string(p.textOf(h)))) == source.Fold(label)
}

// containerLabel makes words of a name: best-practice is “Best practice”.
func containerLabel(name string) string {
	name = strings.TrimSpace(strings.NewReplacer("-", " ", "_", " ").Replace(name))
	r, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(r)) + name[size:]
}
