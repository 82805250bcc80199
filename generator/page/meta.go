// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"slices"
	"strings"

	"commonplace/generator/config"
	"commonplace/generator/source"
)

// modelKeys are the keys that front matter has in the content model.
var modelKeys = []string{
	"id", "type", "title", "slug", "aliases", "summary", "lang", "translation_of", "domain", "tags", "created", "updated", "license", "copyright",
	"authors", "contributions", "derived_from", "references", "relations", "known_uses", "stewards", "review_in", "deprecated", "draft", "publish",
	"published", "private", "version", "status", "declared_status", "date", "supersedes", "order", "translation_key", "reviews",
}

// A mapping is how the front matter of a source becomes facts. It is immutable.
type mapping struct {
	fields    []config.FieldMap // without those of relations
	related   []config.FieldMap // those of relations
	facets    []config.FieldMap
	values    map[string]names
	kinds     map[string]bool // known kinds of relations
	machine   map[string]bool
	top       map[string]bool   // known top-level keys; true: the content model's own, which no field replaces
	known     []string          // the same keys, sorted
	hides     []hiding          // what hides a page, for front matter that cannot be read
	hideRules []config.FieldMap // of site.yaml: a path and values
	show      []config.FieldMap // likewise; where there are any, a page must match one
	records   []config.RecordMap
	texts     []config.FieldMap // of the front matter that are text
	headers   bool              // front matter may be lines without a fence
	split     map[string]string // marks between the values of a field, by field
	foreign   bool              // laid out in another way: what other keys nested values have is of no interest
}

// names are the values that site.yaml has other words for.
type names struct {
	exact, folded map[string]string
	begins        []string // folded, longest first: values that begin so
	other         string   // for any other value, when hasOther
	hasOther      bool
}

func newMapping(r *config.Reading) mapping {
	m := mapping{
		hides: hidings(r.Hide), hideRules: r.Hide, show: r.Show, headers: r.Headers, texts: r.Body, records: r.Records,
		facets: r.Facets, values: make(map[string]names), kinds: set(r.Relations), machine: set(r.Machine),
		top: make(map[string]bool), foreign: len(r.Fields)+len(r.Values) > 0,
	}
	for _, key := range modelKeys {
		m.top[key] = true
	}
	for _, rule := range slices.Concat(r.Hide, r.Show) {
		key, _, _ := strings.Cut(rule.Field, ".")
		m.know(key)
	}
	for _, f := range r.Body {
		for _, path := range f.Paths {
			key, _, _ := strings.Cut(path, ".")
			m.know(key)
		}
	}
	for _, s := range r.Split {
		if m.split == nil {
			m.split = map[string]string{}
		}
		m.split[s.Field] = s.Value
	}
	for _, f := range r.Fields {
		if f.Field == relationsField || strings.HasPrefix(f.Field, relationsField+".") {
			m.related = append(m.related, f)
		} else {
			m.fields = append(m.fields, f)
		}
	}
	m.replace(r)
	for key := range m.top {
		m.known = append(m.known, key)
	}
	slices.Sort(m.known)
	for _, v := range r.Values {
		m.values[v.Field] = newNames(v.Names)
	}
	return m
}

// replace takes the names of mapped fields from the content model's own: such a field is read where the mapping says, and only
// there. What hides a page always does.
func (m *mapping) replace(r *config.Reading) {
	for _, f := range r.Fields {
		switch f.Field {
		case "draft", "publish", "published", "private":
		case "status", "declared_status":
			delete(m.top, "status")
			delete(m.top, "declared_status")
		default:
			name, _, _ := strings.Cut(f.Field, ".")
			if m.top[f.Field] || name == relationsField {
				delete(m.top, name)
			}
		}
	}
	for _, f := range slices.Concat(r.Fields, r.Facets) {
		for _, path := range f.Paths {
			if key, _, _ := strings.Cut(path, "."); path == "." {
				for kind := range m.kinds {
					m.know(kind)
				}
			} else {
				m.know(key)
			}
		}
	}
}

// know enters a key that a mapping reads, where the content model has no such key itself.
func (m *mapping) know(key string) {
	if _, known := m.top[key]; !known {
		m.top[key] = false
	}
}

func set(list []string) map[string]bool {
	m := make(map[string]bool, len(list))
	for _, s := range list {
		m[s] = true
	}
	return m
}

func newNames(from map[string]string) names {
	n := names{exact: from, folded: make(map[string]string, len(from))}
	n.other, n.hasOther = from["*"]
	words := make([]string, 0, len(from))
	for word := range from {
		words = append(words, word)
	}
	slices.Sort(words) // of two that differ by case only, always the same wins
	for _, word := range words {
		if low := strings.ToLower(word); n.folded[low] == "" {
			n.folded[low] = from[word]
			if beginning, ok := strings.CutSuffix(low, "*"); ok && beginning != "" {
				n.begins = append(n.begins, beginning)
			}
		}
	}
	slices.SortStableFunc(n.begins, func(a, b string) int { return len(b) - len(a) })
	return n
}

func (n names) of(value string) string {
	if to, ok := n.known(value); ok {
		return to
	}
	return value
}

// known is the name of a value; ok is false where it has none.
func (n names) known(value string) (to string, ok bool) {
	if to, ok = n.exact[value]; ok {
		return to, true
	}
	low := strings.ToLower(value)
	if to, ok = n.folded[low]; ok {
		return to, true
	}
	for _, beginning := range n.begins {
		if strings.HasPrefix(low, beginning) {
			return n.folded[beginning+"*"], true
		}
	}
	return n.other, n.hasOther
}

// meta fills d.Meta from front matter: mapped fields first, then the content model's own names.
func (p *Parser) meta(d *Doc, root *source.Node) {
	if root.Kind() != source.NodeMap {
		return
	}
	r := reader{p: p, d: d, foreign: p.foreign}
	for _, f := range p.fields {
		for _, path := range f.Paths {
			if n := root.At(path); !isEmpty(n) {
				r.field(f.Field, n)
				break
			}
		}
	}
	for _, f := range p.related {
		for _, path := range f.Paths {
			r.relations(f.Field, path, root.At(path))
		}
	}
	for i := range root.Len() {
		key, span := root.Key(i)
		own, known := p.top[key]
		switch {
		case !known:
			r.unknown(key, span, p.known)
			// A misspelled word must not publish what was meant to be private.
			if low := strings.ToLower(key); low == "draft" || low == "publish" || low == "published" || low == "private" {
				r.fieldIfSet(low, root.Value(i))
			}
		case own:
			r.fieldIfSet(key, root.Value(i))
		}
	}
	for _, f := range p.facets {
		for _, path := range f.Paths {
			n := root.At(path)
			if isEmpty(n) {
				continue
			}
			r.begin(f.Field)
			if values := r.flat(n); len(values) > 0 {
				d.Meta.Facets = append(d.Meta.Facets, Field{Name: f.Field, Values: values})
				break
			}
		}
	}
	if d.Meta.Draft {
		d.Hidden = true
	}
	if len(d.Meta.Relations) == 0 {
		d.Meta.Relations = nil // as it comes out of the cache, without the room made for items that said nothing
	}
}

func (r *reader) fieldIfSet(name string, n *source.Node) {
	if !isEmpty(n) {
		r.field(name, n)
	}
}

// field reads one value into its fact.
func (r *reader) field(name string, n *source.Node) {
	r.begin(name)
	m := &r.d.Meta
	switch name {
	case "id":
		m.ID = r.one(n)
	case "type":
		m.Type = r.one(n)
	case "title":
		if m.Title = r.one(n); m.Title != "" {
			r.d.Title = TitleField
		}
	case "slug":
		m.Slug = r.one(n)
	case "url":
		m.URL = r.one(n)
		if strings.Contains(m.URL, "://") {
			// An address elsewhere is that of what the page is about.
			m.Fields, m.URL = append(m.Fields, Field{Name: name, Values: []string{m.URL}}), ""
		}
	case "aliases":
		list := r.many(n)
		for _, redirect := range m.Aliases { // there are some only where a field is mapped to them
			list = appendNew(list, redirect)
		}
		m.Aliases = r.atMost(r.p.limits.Aliases, "aliases", list, n)
	case "redirects":
		for _, old := range r.many(n) {
			m.Aliases = appendNew(m.Aliases, oldAddress(old))
		}
		m.Aliases = r.atMost(r.p.limits.Aliases, "aliases", m.Aliases, n)
	case "summary":
		m.Summary = r.one(n)
	case "lang":
		m.Lang = r.lang(n)
	case "domain":
		m.Domain = r.many(n)
	case "tags":
		m.Tags = r.atMost(r.p.limits.Tags, "tags", r.many(n), n)
	case "created":
		m.Created = r.date(n)
	case "updated":
		m.Updated = r.date(n)
	case "date":
		if m.Created == "" {
			m.Created = r.date(n)
		}
	case "license":
		r.licenses(n)
	case "copyright":
		m.Copyright = r.many(n)
	case "authors":
		r.people(n, "", false)
	case "contributions":
		r.people(n, "", true)
	case "stewards":
		m.Stewards = r.many(n)
	case "references":
		m.References = r.references(n)
	case "known_uses":
		m.KnownUses = r.references(n)
	case "derived_from":
		m.DerivedFrom = r.derivations(n)
	case relationsField:
		r.relations(name, name, n)
	case "declared_status":
		m.Status = r.one(n)
	case "status":
		if m.Status == "" {
			m.Status = r.one(n)
		}
	case "version":
		m.Version = r.one(n)
	case "deprecated":
		m.Deprecated = r.deprecation(n)
	case "draft", "private":
		m.Draft = m.Draft || r.truth(n, true)
	case "publish", "published":
		m.Draft = m.Draft || !r.truth(n, false)
	case "order":
		m.Order = order(n.Text())
	case "translation_of":
		if m.TranslationOf = r.one(n.Get("id")); n.Kind() == source.NodeScalar {
			m.TranslationOf = r.one(n)
		}
		m.Translated = r.sectionsRead(n.Get("sections"))
	case "translation_key":
		m.TranslationKey = r.one(n)
	case "reviews":
		r.reviews(n)
	case "review_in":
		m.ReviewIn = r.age(n)
	case "supersedes":
		m.Supersedes = r.one(n)
	default:
		if values := r.flat(n); len(values) > 0 {
			m.Fields = append(m.Fields, Field{Name: name, Values: values})
		}
	}
}

// age reads a span of time.
func (r *reader) age(n *source.Node) config.Age {
	text := r.one(n)
	age, ok := config.ParseAge(text)
	if !ok && text != "" {
		r.report(source.CodeUnknownFieldValue, n.Span(), quote(text)+" is no span of time", "write “18 months”, “2 years” or “90 days”")
	}
	return age
}

// isEmpty says whether there is no value: nothing, an empty text, an empty list or map.
func isEmpty(n *source.Node) bool {
	switch n.Kind() {
	case source.NodeNull:
		return true
	case source.NodeScalar:
		return n.Text() == ""
	}
	return n.Len() == 0
}

// oldAddress is an alias that is an address: it begins with a slash, whatever the site was.
func oldAddress(s string) string {
	if _, after, ok := strings.Cut(s, "://"); ok {
		_, path, _ := strings.Cut(after, "/")
		s = path
	}
	return "/" + strings.TrimLeft(s, "/")
}
