// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import "commonplace/generator/site"

// appendChapters writes chapters as lists within lists. A level that is skipped is taken as the next one below.
func (e *edition) appendChapters(dst []byte, root string, list []site.Chapter) []byte {
	depth := -1
	for _, c := range list {
		level := min(max(c.Level, 0), depth+1)
		if level > depth {
			dst = append(dst, `<ol class="cp-chapters">`...)
			depth = level
		} else {
			for ; depth > level; depth-- {
				dst = append(dst, "</li></ol>"...)
			}
			dst = append(dst, "</li>"...)
		}
		ref := c.Ref
		if ref.Text == "" {
			ref.Text = e.words.word("book.rest")
		}
		dst = append(dst, "<li>"...)
		if ref.Path == "" {
			dst = append(appendText(append(dst, `<span class="cp-part">`...), ref.Text), "</span>"...)
		} else {
			dst = appendAnchor(dst, "", root, ref)
		}
	}
	for ; depth >= 0; depth-- {
		dst = append(dst, "</li></ol>"...)
	}
	return dst
}
