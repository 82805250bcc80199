// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"cmp"
	"reflect"
	"slices"

	"commonplace/generator/site"
	"commonplace/generator/source"
)

// rehearse executes every view's template on a bare view and on one with something in every field, so that a mistake in a site's own
// template is reported once, with its line, before any page is made.
func (t *Theme) rehearse() []source.Diagnostic {
	var diags []source.Diagnostic
	type mistake struct {
		path, message string
		span          source.Span
	}
	seen := map[mistake]bool{}
	for _, text := range []string{"", "text"} {
		for name, view := range blankViews() {
			complete(reflect.ValueOf(view).Elem(), text, 0)
			frame, _ := frameOf(view)
			frame.Template = name
			err := t.perform(frame, view)
			if err == nil {
				continue
			}
			d := t.mistake(err)
			if key := (mistake{d.Path, d.Message, d.Span}); !seen[key] {
				seen[key] = true
				diags = append(diags, d)
			}
		}
	}
	slices.SortFunc(diags, func(a, b source.Diagnostic) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Span.Line, b.Span.Line), cmp.Compare(a.Span.Column, b.Span.Column),
			cmp.Compare(a.Message, b.Message))
	})
	return diags
}

func (t *Theme) perform(frame *site.Frame, view any) error {
	p := t.Press(frame.Chrome)
	if _, err := p.AppendView(nil, view, nil); err != nil {
		return err
	}
	_, err := p.AppendEmbed(nil, frame, &site.Embed{Card: &site.Card{}}, "cp-e1", nil)
	return err
}

// blankViews is one view for each template.
func blankViews() map[string]any {
	return map[string]any{
		"page": &site.PageView{}, "list": &site.ListView{}, "index": &site.IndexView{}, "licences": &site.LicencesView{}, "contents": &site.ContentsView{}, "overview": &site.OverviewView{},
		"links": &site.LinksView{}, "changes": &site.ChangesView{}, "search": &site.SearchView{}, "notfound": &site.NotFoundView{}, "person": &site.PersonView{}, "credit": &site.CreditView{}, "redirect": &site.RedirectView{},
		"reviews": &site.ReviewsView{}, "disputes": &site.DisputesView{}, "queue": &site.QueueView{}, "governance": &site.GovernanceView{},
	}
}

// complete puts text into every string below v. With an empty text lists stay empty and flags off.
func complete(v reflect.Value, text string, depth int) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Bool:
		v.SetBool(text != "")
	case reflect.Int, reflect.Int32:
		v.SetInt(2)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		complete(v.Elem(), text, depth)
	case reflect.Slice:
		if text == "" || depth > 8 { // a Target holds an Embed, which holds Targets
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 3, 3))
		for i := range 3 {
			complete(v.Index(i), text, depth+1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			complete(v.Field(i), text, depth+1)
		}
	}
}
