// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"

	"commonplace/generator/commons"
	"commonplace/generator/config"
	"commonplace/generator/source"
)

// licence is what a text means as a licence. Each is read once; only linking asks for new ones.
func (s *Site) licence(written string) *commons.Licence {
	if l := s.licences[written]; l != nil {
		return l
	}
	l := commons.ReadLicence(written)
	s.licences[written] = &l
	return &l
}

// shownLicence is a licence as it is shown: spelled as the list does, else as written.
func (s *Site) shownLicence(written string) string {
	shown := first(s.licence(written).Text, written)
	s.licence(shown)
	return shown
}

// License is the licence of page i: an SPDX expression, or what was written where it is not known; empty where nothing is said.
func (s *Site) License(i int) string { return s.pages[i].license }

// LicenseConflict says whether something that page i is derived from may not be so, and nobody has said why it may.
func (s *Site) LicenseConflict(i int) bool {
	for _, o := range s.originsOf(int32(i)) {
		if o.conflicts() {
			return true
		}
	}
	return false
}

// mostUnlicensed is how many pages without a licence are told of one by one.
const mostUnlicensed = 20

// checkLicences tells of licences in settings that are not known, of pages that have none where others have, and of what may not be what it is
// derived from.
func (s *Site) checkLicences() {
	s.checkSetLicences()
	licensed, without := 0, 0
	for i := range s.pages {
		if s.pages[i].license == "" {
			without++
		} else {
			licensed++
		}
	}
	switch {
	case licensed == 0:
	case without <= mostUnlicensed:
		for i := range s.pages {
			if s.pages[i].license == "" {
				s.report(source.Diagnostic{Code: source.CodeLicenseMissing, Path: s.pages[i].Shown, Message: "this page has no licence, other pages have",
					Help: "set “license:” in the page, or a default in site.yaml"})
			}
		}
	default:
		s.report(source.Diagnostic{Code: source.CodeLicenseMissing, Path: config.FileName,
			Message: fmt.Sprintf("%d of %d pages have no licence", without, len(s.pages)), Help: "set “license:” in site.yaml if all are under one"})
	}
	for _, i := range s.derived {
		s.checkOrigins(i)
	}
	s.found.licences = s.reported()
}

// checkSetLicences looks at the licences of site.yaml: the default, and those of sources and paths.
func (s *Site) checkSetLicences() {
	told := map[string]bool{"": true}
	check := func(written string, span source.Span) {
		if told[written] {
			return
		}
		told[written] = true
		switch l := s.licence(written); {
		case !l.Known():
			help := "write an id of the SPDX list, such as CC-BY-SA-4.0"
			if near := commons.NearestLicence(written); near != "" {
				help = didYouMean(near)
			}
			s.report(source.Diagnostic{Code: source.CodeLicenseUnknown, Path: config.FileName, Span: span, Message: fmt.Sprintf("“%s” is no licence that is known", written), Help: help})
		case l.Text != written:
			s.report(source.Diagnostic{Code: source.CodeLicenseSpelling, Path: config.FileName, Span: span, Message: fmt.Sprintf("“%s” is read as %s", written, l.Text), Help: "write " + l.Text})
		}
	}
	check(s.cfg.License, s.cfg.LicenseSpan)
	check(s.cfg.CodeLicense, source.Span{})
	for i := range s.pages {
		if s.pages[i].Doc.Meta.License == "" {
			check(s.pages[i].fact("license"), source.Span{})
		}
	}
}

// checkOrigins tells what page i may not be.
func (s *Site) checkOrigins(i int32) {
	e := &s.pages[i]
	for _, o := range s.originsOf(i) {
		d := o.derivation
		name := first(d.Title, d.Source)
		switch {
		case d.Override != "" && o.through < 0:
		case o.verdict.Answer == commons.No:
			message := fmt.Sprintf("“%s”: %s", name, o.verdict.Reason)
			var notes []source.Note
			if o.through >= 0 {
				notes = append(notes, source.Note{Path: s.pages[o.through].Shown, Message: "by way of this page, which is derived from it"})
			}
			s.report(source.Diagnostic{Code: source.CodeLicenseConflict, Path: e.Shown, Span: o.span, Message: message, Help: o.verdict.Remedy, Notes: notes})
		case o.verdict.Rule == "unknown" && o.license == "":
			s.report(source.Diagnostic{Code: source.CodeLicenseMissing, Path: e.Shown, Span: o.span, Message: fmt.Sprintf("“%s” is said to be a source, and its licence is not", name),
				Help: "say it as “license:” in that item of derived_from"})
		}
	}
}

// checkEmbeddedLicences tells of embeds whose text may not be shown: those under no known licence, in pages that have one. Each pair of licences is
// judged once.
func (s *Site) checkEmbeddedLicences() {
	type pair struct{ from, into string }
	verdicts := map[pair]commons.Verdict{}
	for at := range s.targets {
		if !s.isEmbed(int32(at)) {
			continue
		}
		owner := s.linkOwner[at]
		from, into := &s.pages[s.targets[at].index], &s.pages[owner]
		if into.license == "" || from.license == into.license {
			continue
		}
		key := pair{from.license, into.license}
		v, judged := verdicts[key]
		if !judged {
			v = commons.Judge(*s.licences[from.license], *s.licences[into.license], commons.Collection)
			verdicts[key] = v
		}
		if v.Answer == commons.No || v.Answer == commons.Unknown {
			l := &s.pages[owner].Doc.Links[int32(at)-s.linkAt[owner]]
			s.reportLink(owner, l, source.CodeLicenseConflict, fmt.Sprintf("“%s” is shown here: %s", from.title, v.Reason), v.Remedy)
		}
	}
}
