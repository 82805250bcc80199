// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package commons

import "strings"

// creative is what the id of a Creative Commons licence says: CC-BY-NC-SA-3.0-DE is by, nc and sa in version 3.0 for Germany.
type creative struct {
	by, nc, nd, sa bool
	version, port  string // port: of a jurisdiction, or empty
}

func creativeOf(id string) (c creative, ok bool) {
	rest, ok := strings.CutPrefix(id, "CC-")
	if !ok {
		return c, false
	}
	for part := range strings.SplitSeq(rest, "-") {
		switch {
		case c.version != "":
			if c.port != "" {
				return c, false
			}
			c.port = part
		case part == "BY":
			c.by = true
		case part == "NC":
			c.nc = true
		case part == "ND":
			c.nd = true
		case part == "SA":
			c.sa = true
		case len(part) == 3 && part[0] >= '1' && part[0] <= '9' && part[1] == '.':
			c.version = part
		default:
			return c, false
		}
	}
	return c, c.version != "" && (c.by || c.sa)
}

// elements is how addresses and short names say it: by-nc-sa.
func (c *creative) elements() string {
	var parts []string
	for _, e := range []struct {
		is   bool
		name string
	}{{c.by, "by"}, {c.nc, "nc"}, {c.nd, "nd"}, {c.sa, "sa"}} {
		if e.is {
			parts = append(parts, e.name)
		}
	}
	return strings.Join(parts, "-")
}

func (c *creative) id() string {
	id := "CC-" + strings.ToUpper(c.elements()) + "-" + c.version
	if c.port != "" {
		id += "-" + c.port
	}
	return id
}

// facts are those of the licence. The deed is the page in words that each of these licences has.
func (c *creative) facts(id, name string) LicenceFacts {
	address := "https://creativecommons.org/licenses/" + c.elements() + "/" + c.version + "/"
	short := "CC " + strings.ToUpper(c.elements()) + " " + c.version
	if c.port != "" {
		address += strings.ToLower(c.port) + "/"
		short += " " + c.port
	}
	f := LicenceFacts{ID: id, Name: name, Short: short, URL: address, Deed: true, Kind: KindNotice, Marks: []string{"cc"}}
	if c.by {
		f.Marks = append(f.Marks, "by")
	}
	f.Permits, f.Requires = []string{"share"}, []string{"credit"}
	if c.nc {
		f.Marks = append(f.Marks, "nc")
		f.Prohibits = append(f.Prohibits, "commercial")
	} else {
		f.Permits = append(f.Permits, "commercial")
	}
	if c.nd {
		f.Marks = append(f.Marks, "nd")
		f.Prohibits = append(f.Prohibits, "adapt")
	} else {
		f.Permits = append(f.Permits, "adapt")
		f.Requires = append(f.Requires, "changes")
	}
	if c.sa {
		f.Kind = KindShare
		f.Marks = append(f.Marks, "sa")
		f.Requires = append(f.Requires, "same")
	}
	f.Prohibits = append(f.Prohibits, "restrict")
	return f
}

// allowsLater says that adaptations of a licence may have another: those that end in sa, from version 2.0 on, allow a later
// version, and one of a jurisdiction in the same or a later version, with the same elements (section 4(b) of each).
func (c *creative) allowsLater(into *creative) bool {
	return c.sa && c.version >= "2.0" && c.elements() == into.elements() && into.version >= c.version
}
