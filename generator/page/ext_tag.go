// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// maxFrames is how many frames of tags stand inside each other; deeper ones are left out.
const maxFrames = 12

// tagBlock is a tag on a line of its own. Its first children are the texts that were kept of it, those after them what its frame holds.
type tagBlock struct {
	ast.BaseBlock
	index int // in pass.tags
}

// tagText is one of a tag's texts.
type tagText struct {
	ast.BaseBlock
	role textRole
}

// tagInline is a tag within text.
type tagInline struct {
	ast.BaseInline
	index int
}

var (
	kindTagBlock  = ast.NewNodeKind("TagBlock")
	kindTagText   = ast.NewNodeKind("TagText")
	kindTagInline = ast.NewNodeKind("TagInline")
)

func (*tagBlock) Kind() ast.NodeKind          { return kindTagBlock }
func (*tagText) Kind() ast.NodeKind           { return kindTagText }
func (*tagInline) Kind() ast.NodeKind         { return kindTagInline }
func (n *tagBlock) Dump(src []byte, lvl int)  { ast.DumpHelper(n, src, lvl, nil, nil) }
func (n *tagText) Dump(src []byte, lvl int)   { ast.DumpHelper(n, src, lvl, nil, nil) }
func (n *tagInline) Dump(src []byte, lvl int) { ast.DumpHelper(n, src, lvl, nil, nil) }

// tagBlockParser reads marks on lines of their own.
type tagBlockParser struct{}

// Trigger implements parser.BlockParser.
func (tagBlockParser) Trigger() []byte { return []byte{tagBegin} }

// CanInterruptParagraph implements parser.BlockParser.
func (tagBlockParser) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements parser.BlockParser.
func (tagBlockParser) CanAcceptIndentedLine() bool { return true }

// Open implements parser.BlockParser.
func (tagBlockParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	p := passOf(pc)
	line, seg := reader.PeekLine()
	at := bytes.IndexByte(line, tagBegin)
	index, ok := markedTag(line[at:])
	if !ok || index >= len(p.tags) {
		return nil, parser.NoChildren
	}
	t := &p.tags[index]
	if !t.alone || !t.what.frames() && t.what != imageConstruct && t.what != anchorConstruct {
		return nil, parser.NoChildren
	}
	start := seg.Start + at + markLength
	if t.what == codeConstruct {
		if t.end {
			reader.AdvanceToEOL()
			return &tagBlock{index: index}, parser.NoChildren
		}
		code := ast.NewFencedCodeBlock(codeLanguage(p.src, start, seg.Stop))
		code.SetAttributeString("tag", t.mate)
		reader.AdvanceToEOL()
		return code, parser.NoChildren
	}
	n := &tagBlock{index: index}
	for _, role := range t.kept {
		end := bytes.IndexByte(p.src[start:], tagEnd)
		if end < 0 || start+end > seg.Stop {
			break
		}
		child := &tagText{role: role}
		child.Lines().Append(text.NewSegment(start, start+end))
		p.guardInline(child)
		n.AppendChild(n, child)
		start += end + 1
	}
	reader.AdvanceToEOL()
	return n, parser.NoChildren
}

// Continue implements parser.BlockParser. Code goes on to the mark of its end.
func (tagBlockParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	code, ok := node.(*ast.FencedCodeBlock)
	if !ok {
		return parser.Close
	}
	line, seg := reader.PeekLine()
	if at := bytes.IndexByte(line, tagBegin); at >= 0 {
		if index, ok := markedTag(line[at:]); ok {
			if mate, _ := code.AttributeString("tag"); mate == index {
				reader.AdvanceToEOL()
				return parser.Close
			}
		}
	}
	code.Lines().Append(seg)
	reader.AdvanceToEOL()
	return parser.Continue | parser.NoChildren
}

// Close implements parser.BlockParser.
func (tagBlockParser) Close(ast.Node, text.Reader, parser.Context) {}

// tagInlineParser reads marks within text.
type tagInlineParser struct{}

// Trigger implements parser.InlineParser.
func (tagInlineParser) Trigger() []byte { return []byte{inlineBegin} }

// Parse implements parser.InlineParser.
func (tagInlineParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, _ := block.PeekLine()
	index, ok := markedTag(line[1:])
	if !ok || index >= len(passOf(pc).tags) {
		return nil
	}
	block.Advance(1 + markLength)
	return &tagInline{index: index}
}

// tagTransformer puts what lies between two tags into the frame of the first, where both stand beside each other.
type tagTransformer struct{}

// Transform implements parser.ASTTransformer.
func (tagTransformer) Transform(doc *ast.Document, reader text.Reader, pc parser.Context) {
	if p := passOf(pc); len(p.tags) > 0 {
		p.frame(doc)
	}
}

func (p *pass) frame(parent ast.Node) {
	var open []*tagBlock
	for n := parent.FirstChild(); n != nil; {
		next := n.NextSibling()
		b, ok := n.(*tagBlock)
		if !ok {
			if n.Type() == ast.TypeBlock {
				p.frame(n)
			}
			n = next
			continue
		}
		t := &p.tags[b.index]
		switch {
		case t.what == anchorConstruct:
			if h, ok := n.PreviousSibling().(*ast.Heading); ok {
				h.SetAttributeString("id", []byte(t.value("id", 0)))
				parent.RemoveChild(parent, n)
			}
		case t.what == groupConstruct || t.mate < 0:
		case !t.end:
			open = append(open, b)
		default:
			for i := len(open) - 1; i >= 0; i-- {
				if open[i].index != t.mate {
					continue
				}
				if i < maxFrames {
					frame := open[i]
					p.tags[frame.index].framed, t.framed = true, true
					for c := frame.NextSibling(); c != n; {
						after := c.NextSibling()
						frame.AppendChild(frame, c)
						c = after
					}
				}
				open = open[:i]
				break
			}
		}
		n = next
	}
}
