// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"commonplace/generator/config"
)

// A block is named by ^name at the end of a paragraph or an item of a list, or in a paragraph of its own below any other block.
// [[Page#^name]] leads to it, and ![[Page#^name]] shows it. Its id is the name with the sign before it, which no heading's id has.

const (
	blockName    = "block" // the attribute of a node that has a name
	maxBlockName = 100
)

// blockTransformer finds the names when the tree is complete.
type blockTransformer struct{}

// Transform implements parser.ASTTransformer.
func (blockTransformer) Transform(doc *ast.Document, reader text.Reader, pc parser.Context) {
	passOf(pc).nameBlocks(doc)
}

func (p *pass) nameBlocks(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; {
		next := n.NextSibling()
		switch n.(type) {
		case *ast.Paragraph, *ast.TextBlock:
			p.nameBlock(parent, n)
		default:
			if n.Type() == ast.TypeBlock {
				p.nameBlocks(n)
			}
		}
		n = next
	}
}

// nameBlock takes the name off a paragraph and gives it to the block that is meant.
func (p *pass) nameBlock(parent, n ast.Node) {
	last, ok := n.LastChild().(*ast.Text)
	if !ok || last.IsRaw() {
		return
	}
	line := bytes.TrimRight(last.Segment.Value(p.src), " \t")
	at := bytes.LastIndexByte(line, '^')
	if at < 0 || !isBlockName(line[at+1:]) || at > 0 && line[at-1] != ' ' && line[at-1] != '\t' {
		return
	}
	name := string(line[at+1:])
	if at > 0 {
		last.Segment = last.Segment.WithStop(last.Segment.Stop - (len(last.Segment.Value(p.src)) - len(bytes.TrimRight(line[:at], " \t"))))
	} else {
		switch before := last.PreviousSibling().(type) {
		case nil:
			above := n.PreviousSibling()
			if above == nil || above.Kind() == ast.KindHeading {
				return
			}
			parent.RemoveChild(parent, n)
			above.SetAttributeString(blockName, name)
			return
		case *ast.Text:
			if !before.SoftLineBreak() && !before.HardLineBreak() {
				return
			}
			before.SetSoftLineBreak(false)
			before.SetHardLineBreak(false)
			n.RemoveChild(n, last)
		default:
			return
		}
	}
	if item, ok := parent.(*ast.ListItem); ok && n.PreviousSibling() == nil {
		item.SetAttributeString(blockName, name)
	} else {
		n.SetAttributeString(blockName, name)
	}
}

func isBlockName(b []byte) bool {
	for _, c := range b {
		if !util.IsAlphaNumeric(c) && c != '-' {
			return false
		}
	}
	return len(b) > 0 && len(b) <= maxBlockName
}

// blockID is the id of a block that has a name which no other has.
func (p *pass) blockID(n ast.Node) string {
	if !p.m.dialects.Has(config.Blocks) {
		return ""
	}
	name, ok := n.AttributeString(blockName)
	if !ok {
		return ""
	}
	id, ok := name.(string)
	if id = "^" + id; !ok || p.taken(id) {
		return ""
	}
	p.ids[id] = 0
	return id
}

func (p *pass) putBlockID(id string) {
	p.puts(` id="`)
	p.prefix()
	p.escape(id)
	p.putc('"')
}

// noteBlock enters a block that begins at an offset of buf and ends here. While raw HTML is still to be sanitised there are no offsets, and such a
// block can be linked to but not shown elsewhere.
func (p *pass) noteBlock(id string, from int) {
	b := Block{ID: id, From: -1, To: -1}
	if !p.marked {
		b.From, b.To = int32(from), int32(len(p.buf))
	}
	p.named = append(p.named, b)
}

// sortedBlocks is a copy in the order of ids.
func sortedBlocks(list []Block) []Block {
	list = append([]Block(nil), list...)
	slices.SortFunc(list, func(a, b Block) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

// FindBlock finds a block by its id; nil where there is none.
func (d *Doc) FindBlock(id string) *Block {
	k, ok := slices.BinarySearchFunc(d.Blocks, id, func(b Block, id string) int { return cmp.Compare(b.ID, id) })
	if !ok {
		return nil
	}
	return &d.Blocks[k]
}
