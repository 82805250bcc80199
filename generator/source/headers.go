// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"bytes"
	"fmt"
	"strings"
)

// ParseHeaders reads the lines “Key: value” that a text begins with, as MultiMarkdown has them: keys without regard to case, and lines that
// are indented continue a value. It reads up to the first blank line. end is the offset behind it, or zero where the text does not begin so
// or a line is neither.
func ParseHeaders(text []byte, lim YAMLLimits) (root *Node, end int, diags []Diagnostic) {
	lines := NewLines(text)
	root = &Node{kind: NodeMap, span: Span{Line: 1, Column: 1}}
	p := yamlParser{lim: lim}
	seen := map[string]int{}
	at := 0
	var more []string // lines that continue the last value
	join := func() {
		if len(more) > 0 {
			last := &root.kids[len(root.kids)-1]
			last.kind, last.text = NodeScalar, strings.TrimSpace(last.text+"\n"+strings.Join(more, "\n"))
			more = nil
		}
	}
	for at < len(text) && at <= lim.Bytes {
		stop := len(text)
		if n := bytes.IndexByte(text[at:], '\n'); n >= 0 {
			stop = at + n + 1
		}
		row := text[at:stop]
		switch value := bytes.TrimSpace(row); {
		case len(value) == 0:
			join()
			return root, stop, p.diags
		case row[0] == ' ' || row[0] == '\t':
			if len(root.kids) == 0 {
				return nil, 0, nil
			}
			more = append(more, string(value))
		default:
			join()
			colon := bytes.IndexByte(row, ':')
			if colon <= 0 || bytes.ContainsAny(row[:colon], "<>[](){}`*#|/\"") || bytes.HasPrefix(row[colon:], []byte("://")) {
				return nil, 0, nil
			}
			key := strings.ToLower(strings.TrimSpace(string(row[:colon])))
			span := lines.Span(at, at+colon)
			if first, twice := seen[key]; twice {
				p.duplicate(key, span, root.kids[first].span)
				break
			}
			if p.nodes += 2; p.nodes > lim.Nodes {
				p.report(CodeTooLarge, span, fmt.Sprintf("more than %d values: not read", lim.Nodes))
				return root, 0, p.diags
			}
			seen[key] = len(root.kids)
			v := Node{}
			from := colon + 1 + (len(row[colon+1:]) - len(bytes.TrimLeft(row[colon+1:], " \t")))
			if value = bytes.TrimSpace(row[colon+1:]); len(value) > 0 {
				v = Node{kind: NodeScalar, quoted: true, text: string(value)}
			}
			v.span = lines.Span(at+from, at+from+len(value))
			root.kids = append(root.kids, Node{kind: NodeScalar, span: span, text: key}, v)
		}
		at = stop
	}
	join()
	if len(root.kids) == 0 || at > lim.Bytes {
		return nil, 0, nil
	}
	return root, at, p.diags
}
