// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package commons

import (
	"embed"
	"slices"
	"strings"
	"sync"

	"commonplace/generator/source"
)

// LicenceKind is what a licence asks of those who adapt a work.
type LicenceKind uint8

// The kinds. KindUnsaid is that of a licence of the list of which nothing more is known here.
const (
	KindUnsaid   LicenceKind = iota
	KindFree                 // nothing: public domain
	KindNotice               // that authors and notices are kept
	KindShare                // that adaptations keep the licence
	KindReserved             // nothing is allowed
)

// LicenceFacts is what is known of one licence.
type LicenceFacts struct {
	ID, Name, Short string
	URL             string // of its own page, or of the list's; empty for a LicenseRef
	Deed            bool   // that page says it in plain words
	Kind            LicenceKind
	Data            bool     // it is made for databases
	Marks           []string // of the badge: cc by sa nc nd zero pd; none: the general one
	// What it permits, requires and prohibits, in the words of ccREL (https://creativecommons.org/ns) and a few more, which the theme
	// explains: share adapt commercial patents; credit changes same source; commercial adapt restrict.
	Permits, Requires, Prohibits []string
}

//go:embed licences.yaml
var licencesText []byte

//go:embed spdx.txt
var spdxText string

//go:embed licences/*.txt
var licenceTexts embed.FS

// licenceData is all that is known of licences.
type licenceData struct {
	ids        map[string]string // of the list: lower case to the id as it is spelled
	names      map[string]string // of ids
	facts      map[string]LicenceFacts
	givenUp    map[string]string // lower case
	spellings  map[string]string // folded
	addresses  map[string]string
	exceptions map[string]string // lower case
	words      []string          // that an unknown text may have been meant for
}

// data is read when a licence is first asked for that is not spelled as the list spells it, or of which more is asked than its id.
var data = sync.OnceValue(func() *licenceData {
	d := &licenceData{ids: make(map[string]string, 800), names: make(map[string]string, 800), facts: map[string]LicenceFacts{}, exceptions: map[string]string{}}
	root, _ := source.ParseYAML(licencesText, 1, source.YAMLLimits{Bytes: len(licencesText), Depth: 4, Nodes: len(licencesText)})
	d.givenUp, d.addresses = table(root.Get("given-up"), strings.ToLower), table(root.Get("addresses"), nil)
	d.spellings = make(map[string]string, 1200)
	for line := range strings.Lines(spdxText) {
		if id, name, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			d.ids[strings.ToLower(id)], d.names[id] = id, name
			if key := foldLicence(name); d.spellings[key] == "" || d.givenUp[strings.ToLower(d.spellings[key])] != "" {
				d.spellings[key] = id
			}
			if key := foldLicence(id); d.spellings[key] == "" {
				d.spellings[key] = id
			}
			if d.givenUp[strings.ToLower(id)] == "" {
				d.words = append(d.words, id, name)
			}
		}
	}
	for key, id := range table(root.Get("spellings"), foldLicence) {
		d.spellings[key] = id
	}
	for _, name := range root.Get("exceptions").Strings() {
		d.exceptions[strings.ToLower(name)] = name
	}
	list := root.Get("licences")
	for i := range list.Len() {
		f := factsOf(list.Item(i))
		if f.Name == "" {
			f.Name = d.names[f.ID]
		}
		d.facts[f.ID] = f
		d.words = append(d.words, f.Short)
	}
	slices.Sort(d.words)
	return d
})

func table(n *source.Node, fold func(string) string) map[string]string {
	m := make(map[string]string, n.Len())
	for i := range n.Len() {
		key, _ := n.Key(i)
		if fold != nil {
			key = fold(key)
		}
		m[key] = n.Value(i).Text()
	}
	return m
}

func factsOf(n *source.Node) LicenceFacts {
	is := func(key string) bool { on, _ := n.Get(key).Bool(); return on }
	f := LicenceFacts{ID: n.Get("id").Text(), Name: n.Get("name").Text(), Short: n.Get("short").Text(), URL: n.Get("url").Text(),
		Marks: n.Get("marks").Strings(), Data: is("data")}
	f.Deed = strings.HasPrefix(f.URL, "https://creativecommons.org/")
	switch n.Get("kind").Text() {
	case "free":
		f.Kind = KindFree
	case "notice":
		f.Kind = KindNotice
		f.Requires = append(f.Requires, "credit")
	case "share":
		f.Kind = KindShare
		f.Requires = append(f.Requires, "credit", "changes", "same")
	case "reserved":
		f.Kind = KindReserved
		f.Prohibits = []string{"share", "adapt", "commercial"}
		return f
	}
	f.Permits = []string{"share", "commercial", "adapt"}
	if is("patents") {
		f.Permits = append(f.Permits, "patents")
	}
	if is("source") {
		f.Requires = append(f.Requires, "source")
	}
	return f
}

// id is how the list spells an id; empty where it has none such. A “+” after an id that has no form of its own stays.
func (d *licenceData) id(written string) string {
	low := strings.ToLower(written)
	if now := d.givenUp[low]; now != "" {
		return now
	}
	if id := d.ids[low]; id != "" {
		return id
	}
	if stem, plus := strings.CutSuffix(low, "+"); plus && d.ids[stem] != "" && d.givenUp[stem] == "" {
		for _, ending := range []string{"-only", "-or-later"} {
			if strings.HasSuffix(stem, ending) {
				return ""
			}
		}
		return d.ids[stem] + "+"
	}
	for _, prefix := range []string{"licenseref-", "documentref-"} {
		if rest, ok := strings.CutPrefix(low, prefix); ok && isReference(rest) {
			return reference(prefix, written[len(prefix):])
		}
	}
	return ""
}

// reference spells what an author defines as the specification does.
func reference(prefix, rest string) string {
	if prefix == "licenseref-" {
		return "LicenseRef-" + rest
	}
	if document, licence, ok := strings.Cut(rest, ":"); ok && len(licence) > len("licenseref-") && strings.EqualFold(licence[:len("licenseref-")], "licenseref-") {
		return "DocumentRef-" + document + ":LicenseRef-" + licence[len("licenseref-"):]
	}
	return ""
}

func isReference(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == ':') {
			return false
		}
	}
	return s != ""
}

func (d *licenceData) nearest(written string) string {
	if len(written) > maxLicence {
		return ""
	}
	return source.Nearest(written, d.words)
}

// AboutLicence is what is known of an id. Of one that nobody knows it is the id alone.
func AboutLicence(id string) LicenceFacts {
	d := data()
	if f, ok := d.facts[id]; ok {
		return f
	}
	if c, ok := creativeOf(id); ok {
		return c.facts(id, d.names[id])
	}
	base := strings.TrimSuffix(id, "+")
	f := LicenceFacts{ID: id, Name: d.names[base], Short: id}
	if f.Name != "" {
		f.URL = "https://spdx.org/licenses/" + base + ".html"
	} else {
		f.Name = strings.ReplaceAll(strings.TrimPrefix(id, "LicenseRef-"), "-", " ")
	}
	return f
}

// LicenceText is the full text of a licence, where the program has it. Those of the GNU licences hold for “only” and “or later”.
func LicenceText(id string) ([]byte, bool) {
	base := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(id, "+"), "-only"), "-or-later")
	text, err := licenceTexts.ReadFile("licences/" + base + ".txt")
	return text, err == nil
}
