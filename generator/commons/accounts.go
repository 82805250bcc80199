// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package commons

import (
	_ "embed"
	"strings"
	"sync"

	"commonplace/generator/source"
)

// A place is where people have accounts.
type place struct {
	name, title, url string
	forms            []string // beginnings of addresses
}

//go:embed accounts.yaml
var placesText []byte

var places = sync.OnceValue(func() []place {
	root, _ := source.ParseYAML(placesText, 1, source.YAMLLimits{Bytes: len(placesText), Depth: 4, Nodes: len(placesText)})
	list := make([]place, root.Len())
	for i := range list {
		n := root.Item(i)
		p := place{name: n.Get("place").Text(), title: n.Get("title").Text(), url: n.Get("url").Text()}
		for _, form := range append([]string{p.url}, n.Get("also").Strings()...) {
			if before, after, ok := strings.Cut(form, "{}"); ok && after == "" && !strings.Contains(before, "{") {
				p.forms = append(p.forms, before)
			}
		}
		list[i] = p
	}
	return list
})

// PlaceName is what a place calls itself; a place that is not known is called as it is written.
func PlaceName(at string) string {
	for _, p := range places() {
		if p.name == at {
			return p.title
		}
	}
	return at
}

// AccountURL is the address of an account at a place, empty where the place is not known. A name that is an address already stays one.
func AccountURL(at, name string) string {
	if isWeb(name) {
		return name
	}
	for _, p := range places() {
		if p.name != at {
			continue
		}
		host := ""
		if strings.Contains(p.url, "{host}") {
			user, server, ok := strings.Cut(strings.TrimPrefix(name, "@"), "@")
			if !ok || !isAccount(server) {
				return ""
			}
			name, host = user, server
		}
		if name = strings.TrimPrefix(name, "@"); !isAccount(name) {
			return ""
		}
		return strings.NewReplacer("{}", name, "{host}", host).Replace(p.url)
	}
	return ""
}

// Account is the account that an address leads to, folded to compare: its place and its name. Both are empty where the address is of no known
// form, such as that of a page of a project.
func Account(url string) (at, name string) {
	if !isWeb(url) {
		return "", ""
	}
	_, rest, _ := strings.Cut(url, "://")
	rest = strings.TrimSuffix(rest, "/")
	for _, p := range places() {
		for _, form := range p.forms {
			_, form, _ = strings.Cut(form, "://")
			if len(rest) > len(form) && strings.EqualFold(rest[:len(form)], form) && isAccount(rest[len(form):]) {
				return p.name, source.Fold(rest[len(form):])
			}
		}
	}
	return "", ""
}

func isWeb(url string) bool {
	return strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://")
}

// isAccount says that a text can be one element of an address as it is.
func isAccount(name string) bool {
	for _, r := range name {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("._~-", r)) {
			return false
		}
	}
	return name != ""
}
