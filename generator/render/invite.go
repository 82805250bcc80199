// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"encoding/base64"
	"strconv"

	"commonplace/generator/site"
)

// appendInviting writes the attributes by which the script write.js knows what a reader of a page reads: how records name the page, where they lie, the file's
// SWHID, and its sections, each with the line that it begins in and the digest of its text.
func appendInviting(dst []byte, s *Sheet) []byte {
	v, ok := s.View.(*site.PageView)
	if !ok || v.Invite.Subject == "" {
		return dst
	}
	attribute := func(dst []byte, name, value string) []byte {
		if value == "" {
			return dst
		}
		dst = append(append(append(dst, " data-"...), name...), `="`...)
		return append(appendText(dst, value), '"')
	}
	dst = attribute(dst, "subject", v.Invite.Subject)
	dst = attribute(dst, "folder", v.Invite.Folder)
	dst = attribute(dst, "content", v.Doc.Blob.SWHID())
	dst = append(dst, ` data-sections="`...)
	for k, m := range site.Marks(v.Doc) {
		if k > 0 {
			dst = append(dst, ' ')
		}
		dst = append(appendText(dst, m.ID), ' ')
		dst = append(strconv.AppendInt(dst, int64(m.Line), 10), ' ')
		dst = base64.RawURLEncoding.AppendEncode(dst, m.Digest[:])
	}
	dst = append(dst, '"')
	if isHTTP(v.Invite.New) {
		dst = attribute(attribute(dst, "new", v.Invite.New), "forge", v.Invite.Forge)
	}
	return attribute(dst, "mail", v.Chrome.Contact)
}
