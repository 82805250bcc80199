// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"commonplace/generator/page"
)

// contributions is a map of roles in one line, such as “contributions: {content: [ada]}”.
var contributions = regexp.MustCompile(`^contributions:[ \t]*\{(.*)\}[ \t]*$`)

// addCredit names a person under contributions in the front matter, where it is YAML and has none yet, or has them in one line. Everything else is
// left to people.
func (p *paper) addCredit(c page.Credit) bool {
	if len(p.lines) == 0 || strings.TrimRight(p.lines[0].text, " \t\r\n") != "---" {
		return false
	}
	name := plainOrQuoted(c.Name)
	for i := 1; i < len(p.lines); i++ {
		line := strings.TrimRight(p.lines[i].text, "\r\n")
		switch m := contributions.FindStringSubmatch(line); {
		case strings.TrimRight(line, " \t") == "---":
			p.insert(i, "contributions: {"+c.Role+": ["+name+"]}")
			return true
		case m != nil:
			inner := strings.TrimSpace(m[1])
			role := regexp.MustCompile(`(^|[,{ ])` + regexp.QuoteMeta(c.Role) + `:[ \t]*\[[^\]]*`)
			if at := role.FindStringIndex(inner); at != nil {
				inner = inner[:at[1]] + ", " + name + inner[at[1]:]
			} else if inner != "" {
				inner += ", " + c.Role + ": [" + name + "]"
			} else {
				inner = c.Role + ": [" + name + "]"
			}
			p.lines[i].text = "contributions: {" + inner + "}" + p.lines[i].text[len(line):]
			return true
		case strings.HasPrefix(line, "contributions:"):
			return false
		}
	}
	return false
}

// plainOrQuoted writes a name in a list of YAML.
func plainOrQuoted(name string) string {
	if regexp.MustCompile(`^\pL[\pL\pM\pN .-]*$`).MatchString(name) && !slices.Contains([]string{"true", "false", "null"}, strings.ToLower(name)) {
		return name
	}
	text, err := json.Marshal(name) // which YAML reads as it is
	if err != nil {
		return name
	}
	return string(text)
}

// creditedToo says that a page credits whom it credited before, and one more.
func creditedToo(was, is *page.Meta, c page.Credit) bool {
	tell := func(list []page.Credit) (out []page.Credit) {
		for _, one := range list {
			out = append(out, page.Credit{Name: one.Name, Role: one.Role, URL: one.URL})
		}
		return out
	}
	// A map's roles keep their order, so that the new name is somewhere among the others.
	rest := tell(is.Contributions)
	if c.Name != "" {
		at := slices.Index(rest, page.Credit{Name: c.Name, Role: c.Role})
		if at < 0 {
			return false
		}
		rest = slices.Delete(rest, at, at+1)
	}
	return slices.Equal(tell(was.Authors), tell(is.Authors)) && slices.Equal(tell(was.Contributions), rest)
}
