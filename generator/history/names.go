// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// names gives for each name in the log what the ledger calls that person: the name after .mailmap, without any address.
func (r *repository) names(ctx context.Context, commits []commit) (map[string]string, error) {
	names := map[string]string{}
	var contacts []string // of trailers: the log has mapped authors already
	for _, c := range commits {
		for _, p := range c.people {
			if _, known := names[p.Name]; known {
				continue
			}
			names[p.Name] = cleanName(p.Name)
			if p.Role != RoleAuthor && isContact(p.Name) {
				contacts = append(contacts, p.Name)
			}
		}
	}
	if r.mailmap == "" || len(contacts) == 0 {
		return names, nil
	}
	answer, err := ask(ctx, r.top, []byte(strings.Join(contacts, "\n")+"\n"), "check-mailmap", "--stdin")
	if err != nil {
		return nil, err
	}
	mapped := strings.Split(strings.TrimSuffix(answer, "\n"), "\n")
	if len(mapped) != len(contacts) {
		return nil, fmt.Errorf("git check-mailmap gave %d answers to %d questions", len(mapped), len(contacts))
	}
	for i, contact := range contacts {
		names[contact] = cleanName(mapped[i])
	}
	return names, nil
}

// isContact says that git can read a text as a name with an address.
func isContact(s string) bool {
	name, rest, ok := strings.Cut(s, "<")
	address, end, closed := strings.Cut(rest, ">")
	return ok && closed && end == "" && strings.TrimSpace(name) != "" && address != "" && isLine(s) && !strings.Contains(address, "<")
}

// cleanName is a name that can be shown: on one line, without an e-mail address, and without characters that cannot be seen or turn
// the text around. Of a name that is itself an address the part before the @ is left.
func cleanName(s string) string {
	for {
		before, rest, open := strings.Cut(s, "<")
		address, after, closed := strings.Cut(rest, ">")
		if !open || !closed && !strings.Contains(address, "@") {
			break
		}
		s = before + " " + after
	}
	words := strings.FieldsFunc(strings.ToValidUTF8(s, "\uFFFD"), func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsGraphic(r) && r != '\u200c' && r != '\u200d'
	})
	kept := words[:0]
	for _, w := range words {
		if at := strings.IndexByte(w, '@'); at > 0 && at < len(w)-1 {
			w = strings.Trim(w[:at], `"'([<`)
		}
		if w != "" {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

// isLine says that a text is valid and has no control characters, so that it can stand on a line of the ledger.
func isLine(s string) bool {
	return s != "" && utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}
