// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package commons

import "strings"

// ORCID is an ORCID iD in its form with hyphens, from that form or from its address; ok is false where it is none, or where its last digit
// does not fit the others (ISO 7064 MOD 11-2): an iD with a wrong digit would be somebody else's.
func ORCID(text string) (id string, ok bool) {
	id = strings.ToUpper(strings.TrimSuffix(strings.TrimSpace(text), "/"))
	for _, prefix := range []string{"HTTPS://", "HTTP://", "WWW.", "ORCID.ORG/"} {
		id = strings.TrimPrefix(id, prefix)
	}
	if len(id) != len("0000-0002-1825-0097") {
		return "", false
	}
	total := 0
	for i := range len(id) - 1 {
		switch c := id[i]; {
		case i == 4 || i == 9 || i == 14:
			if c != '-' {
				return "", false
			}
		case c < '0' || c > '9':
			return "", false
		default:
			total = (total + int(c-'0')) * 2
		}
	}
	return id, id[18] == "0123456789X"[(12-total%11)%11]
}
