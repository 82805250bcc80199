// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"
)

// A badge says its two words to those who see it and to those who hear it, whatever is in them, and is well-formed.
func TestBadgeFile(t *testing.T) {
	for _, message := range []string{"CC BY-SA 4.0", "unknown", `a <b> & "c"`, "共有"} {
		text := string(appendBadgeFile(nil, "Licence", message, badgeKnown))
		var shown []string
		label := ""
		for d := xml.NewDecoder(strings.NewReader(text)); ; {
			token, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			switch v := token.(type) {
			case xml.CharData:
				if s := strings.TrimSpace(string(v)); s != "" {
					shown = append(shown, s)
				}
			case xml.StartElement:
				for _, a := range v.Attr {
					if a.Name.Local == "aria-label" {
						label = a.Value
					}
				}
			}
		}
		whole := "Licence: " + message
		if label != whole || strings.Join(shown, "|") != whole+"|Licence|"+message {
			t.Errorf("%q: label %q, text %q", message, label, shown)
		}
		if len(text) > 900 {
			t.Errorf("%q: %d bytes", message, len(text))
		}
	}
}
