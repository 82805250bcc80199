// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package scaffold

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// TypeID makes an id of a page by the specification of TypeID 0.3: a prefix, an underscore, and a UUID of version 7 (RFC 9562) in
// base 32. Ids that are made later sort after. The clock and the source of randomness are the caller's. Without a prefix it is made of
// the type.
func TypeID(prefix, typ string, now time.Time, random io.Reader) (string, error) {
	id, err := uuid7(now, random)
	if err != nil {
		return "", err
	}
	if prefix == "" {
		prefix = typePrefix(typ)
	}
	if prefix != "" {
		prefix += "_"
	}
	return prefix + base32(id), nil
}

// UUID makes an id of version 7 (RFC 9562) in the usual hexadecimal form.
func UUID(now time.Time, random io.Reader) (string, error) {
	id, err := uuid7(now, random)
	return fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:]), err
}

func uuid7(now time.Time, random io.Reader) (id [16]byte, err error) {
	if _, err := io.ReadFull(random, id[:]); err != nil {
		return id, fmt.Errorf("make an id: %w", err)
	}
	ms := now.UnixMilli()
	for i := range 6 {
		id[i] = byte(ms >> (40 - 8*i))
	}
	id[6] = id[6]&0x0f | 0x70
	id[8] = id[8]&0x3f | 0x80
	return id, nil
}

// typePrefix is the first three letters of a type: pat for pattern. The specification allows a to z only, and no prefix at all.
func typePrefix(typ string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(typ) {
		if r >= 'a' && r <= 'z' && b.Len() < 3 {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// base32 writes 128 bits as 26 digits of Crockford's alphabet in lower case, the first of which holds three bits.
func base32(id [16]byte) string {
	const digits = "0123456789abcdefghjkmnpqrstvwxyz"
	var out [26]byte
	var bits, n uint
	k := len(out)
	for i := len(id) - 1; i >= 0; i-- {
		bits |= uint(id[i]) << n
		for n += 8; n >= 5; n -= 5 {
			k--
			out[k] = digits[bits&31]
			bits >>= 5
		}
	}
	out[0] = digits[bits&31]
	return string(out[:])
}
