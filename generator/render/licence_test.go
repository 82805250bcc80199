// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"regexp"
	"testing"

	"commonplace/generator/commons"
	"commonplace/generator/site"
)

// How licences are written: each leads to its own words, and all to the list of their pages.
func TestLicenses(t *testing.T) {
	e := mustLoad(t).edition("en")
	picture := regexp.MustCompile(`<svg [^>]*aria-label="([^"]*)"[^>]*>.*?</svg>`)
	for written, want := range map[string]string{
		"CC-BY-SA-4.0":    `<a class="cp-license" rel="license" href="https://creativecommons.org/licenses/by-sa/4.0/">[Creative Commons Attribution Share Alike 4.0 International] CC BY-SA 4.0</a>`,
		"CC-BY-SA-3.0-DE": `<a class="cp-license" rel="license" href="https://creativecommons.org/licenses/by-sa/3.0/de/">[Creative Commons Attribution Share Alike 3.0 Germany] CC BY-SA 3.0 DE</a>`,
		"CC0-1.0":         `<a class="cp-license" rel="license" href="https://creativecommons.org/publicdomain/zero/1.0/">[Creative Commons Zero v1.0 Universal] CC0 1.0</a>`,
		"MIT":             `<a class="cp-license" rel="license" href="https://opensource.org/license/mit">[MIT License] MIT</a>`,
		"MIT AND (ISC OR Artistic-2.0)": `<a class="cp-license" rel="license" href="https://opensource.org/license/mit">[MIT License] MIT</a> and (` +
			`<a class="cp-license" rel="license" href="https://opensource.org/license/isc-license-txt">[ISC License] ISC</a> or ` +
			`<a class="cp-license" rel="license" href="https://spdx.org/licenses/Artistic-2.0.html">[Artistic License 2.0] Artistic-2.0</a>)`,
		"GPL-2.0-only WITH Classpath-exception-2.0": `<a class="cp-license" rel="license" href="https://www.gnu.org/licenses/old-licenses/gpl-2.0.html">[GNU General Public License v2.0 only] GPL 2.0</a> with Classpath-exception-2.0`,
		"LicenseRef-House-Rules":                    `<span class="cp-license">[House Rules] LicenseRef-House-Rules</span>`,
		"see <LICENSE>":                             "",
	} {
		got := picture.ReplaceAllString(string(e.appendLicense(nil, "", site.Ref{Text: written, Path: "a.html"})), "[$1]")
		if want += ` <a class="cp-aside" href="a.html">what it asks</a>`; written == "see <LICENSE>" {
			want = `<a href="a.html">see &lt;LICENSE&gt;</a> <span class="cp-unknown">not a known licence</span>`
		}
		if got != want {
			t.Errorf("%s is written\n%s, want\n%s", written, got, want)
		}
	}
}

// The theme has words for every answer of the judge about adaptations, and for everything that licences say.
func TestLicenseWords(t *testing.T) {
	theme := mustLoad(t)
	for _, lang := range []string{"en", "de", "es"} {
		w := theme.edition(lang).words
		ask := func(key string) {
			if _, ok := w.phrases[key]; !ok {
				t.Errorf("%s has no word %s", lang, key)
			}
		}
		for _, r := range commons.Rules() {
			if r.Use == commons.Adaptation {
				ask("verdict." + r.ID)
			}
		}
		for _, id := range []string{"CC-BY-NC-SA-4.0", "CC-BY-ND-4.0", "CC0-1.0", "MIT", "AGPL-3.0-or-later", "LicenseRef-All-Rights-Reserved"} {
			f := commons.AboutLicence(id)
			for part, terms := range map[string][]string{"permits": f.Permits, "requires": f.Requires, "prohibits": f.Prohibits} {
				for _, term := range terms {
					ask("license." + part + "." + term)
				}
			}
		}
	}
}
