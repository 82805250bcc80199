// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package scaffold

import (
	"bytes"
	"encoding/hex"
	"io"
	"strings"
	"testing"
	"time"
)

// The published vectors of the specification (valid.yml) and RFC 9562's example of a UUID of version 7.
func TestBase32(t *testing.T) {
	for uuid, want := range map[string]string{
		"00000000-0000-0000-0000-000000000000": "00000000000000000000000000",
		"00000000-0000-0000-0000-000000000001": "00000000000000000000000001",
		"00000000-0000-0000-0000-00000000000a": "0000000000000000000000000a",
		"00000000-0000-0000-0000-000000000010": "0000000000000000000000000g",
		"00000000-0000-0000-0000-000000000020": "00000000000000000000000010",
		"ffffffff-ffff-ffff-ffff-ffffffffffff": "7zzzzzzzzzzzzzzzzzzzzzzzzz",
		"0110c853-1d09-52d8-d73e-1194e95b5f19": "0123456789abcdefghjkmnpqrs",
		"01890a5d-ac96-774b-bcce-b302099a8057": "01h455vb4pex5vsknk084sn02q",
	} {
		bytes, err := hex.DecodeString(strings.ReplaceAll(uuid, "-", ""))
		if err != nil {
			t.Fatal(err)
		}
		if got := base32([16]byte(bytes)); got != want {
			t.Errorf("%s is %s, want %s", uuid, got, want)
		}
	}
}

func TestTypeID(t *testing.T) {
	at := time.UnixMilli(1645557742000) // RFC 9562, appendix A.6
	random := func() io.Reader { return bytes.NewReader(bytes.Repeat([]byte{0xff}, 16)) }
	for typ, want := range map[string]string{
		"pattern": "pat_01fwhe4ydgfzzvzzzzzzzzzzzz",
		"Case":    "cas_01fwhe4ydgfzzvzzzzzzzzzzzz",
		"how-to":  "how_01fwhe4ydgfzzvzzzzzzzzzzzz",
		"パターン":    "01fwhe4ydgfzzvzzzzzzzzzzzz",
	} {
		if got, err := TypeID("", typ, at, random()); err != nil || got != want {
			t.Errorf("TypeID(%q) = %q, %v, want %q", typ, got, err, want)
		}
	}
	later, err := TypeID("", "pattern", at.Add(time.Millisecond), bytes.NewReader(make([]byte, 16)))
	if first, _ := TypeID("", "pattern", at, random()); err != nil || later <= first {
		t.Errorf("%s is not after %s", later, first)
	}
	if _, err := TypeID("", "pattern", at, bytes.NewReader(nil)); err == nil {
		t.Error("an id without randomness")
	}
}

func TestUUID(t *testing.T) {
	at := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	got, err := UUID(at, bytes.NewReader(make([]byte, 16)))
	if want := "01a2008d-7400-7000-8000-000000000000"; err != nil || got != want {
		t.Errorf("%s, %v, want %s", got, err, want)
	}
	if id, err := TypeID("x_y", "pattern", at, bytes.NewReader(make([]byte, 16))); err != nil || !strings.HasPrefix(id, "x_y_0") || len(id) != 30 {
		t.Errorf("%s, %v", id, err)
	}
	if _, err := UUID(at, bytes.NewReader(nil)); err == nil {
		t.Error("an id without randomness")
	}
}
