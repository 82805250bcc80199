// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"
	"reflect"
	"testing"

	"commonplace/generator/page"
	"commonplace/generator/source"
)

// Every leaf of every View must be in its key: else a page could show something old. Left out are numbers that nothing shows, and what is known by its
// digest: the page's own Doc (by Facts) and the site's Chrome and other pages' Cards (by Digest).
func TestKeyCoversEveryLeaf(t *testing.T) {
	for _, v := range []View{&PageView{}, &ListView{}, &IndexView{}, &LicencesView{}, &ContentsView{}, &OverviewView{}, &LinksView{}, &ChangesView{}, &ReviewsView{}, &DisputesView{}, &QueueView{}, &GovernanceView{}, &SearchView{}, &NotFoundView{}, &PersonView{}, &CreditView{}, &RedirectView{}} {
		t.Run(reflect.TypeOf(v).Elem().Name(), func(t *testing.T) {
			complete(reflect.ValueOf(v).Elem(), 0)
			before := keyOf(v)
			leaves(reflect.ValueOf(v).Elem(), "", func(path string, leaf reflect.Value) {
				restore := change(leaf)
				if keyOf(v) == before {
					t.Errorf("a change of %s leaves the key as it was", path)
				}
				restore()
			})
			if keyOf(v) != before {
				t.Error("the view was not restored")
			}
		})
	}
}

func TestCardAndChromeDigestsCoverEveryLeaf(t *testing.T) {
	var c Card
	var h Chrome
	for _, v := range []any{&c, &h} {
		value := reflect.ValueOf(v).Elem()
		complete(value, 0)
		before := digestOf(v)
		leaves(value, "", func(path string, leaf reflect.Value) {
			if path == ".Digest" {
				return
			}
			restore := change(leaf)
			if digestOf(v) == before {
				t.Errorf("a change of %T%s leaves the digest as it was", v, path)
			}
			restore()
		})
	}
}

func digestOf(v any) source.Hash {
	var d source.Digest
	switch v := v.(type) {
	case *Card:
		v.key(&d)
	case *Chrome:
		v.key(&d)
	}
	return d.Sum()
}

func keyOf(v View) source.Hash {
	var d source.Digest
	v.Key(&d)
	return d.Sum()
}

// complete gives every pointer a value and every list two elements, so that there are leaves to change.
func complete(v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			complete(v.Field(i), depth)
		}
	case reflect.Pointer:
		if v.Type() == reflect.TypeFor[*page.Doc]() || depth > 2 && v.Type() != reflect.TypeFor[*Card]() {
			return
		}
		v.Set(reflect.New(v.Type().Elem()))
		complete(v.Elem(), depth+1)
	case reflect.Slice:
		if depth > 2 {
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			complete(v.Index(i), depth+1)
		}
	}
}

var opaque = map[string]bool{"Doc": true, "Number": true}

func leaves(v reflect.Value, path string, visit func(string, reflect.Value)) {
	switch v.Type() {
	case reflect.TypeFor[source.Hash]():
		visit(path, v)
		return
	case reflect.TypeFor[*Card](), reflect.TypeFor[*Chrome]():
		visit(path+".Digest", v.Elem().FieldByName("Digest"))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; !opaque[name] {
				leaves(v.Field(i), path+"."+name, visit)
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			leaves(v.Elem(), path, visit)
		}
	case reflect.Slice:
		if v.Len() == 0 {
			return
		}
		visit(path+" (its length)", v)
		for i := range v.Len() {
			leaves(v.Index(i), fmt.Sprintf("%s[%d]", path, i), visit)
		}
	default:
		visit(path, v)
	}
}

// change sets a leaf to another value and gives the way back.
func change(v reflect.Value) (restore func()) {
	old := reflect.New(v.Type()).Elem()
	old.Set(v)
	switch v.Kind() {
	case reflect.String:
		v.SetString(v.String() + "x")
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int, reflect.Int32:
		v.SetInt(v.Int() + 1)
	case reflect.Uint8:
		v.SetUint(v.Uint() + 1)
	case reflect.Array:
		v.Index(0).SetUint(v.Index(0).Uint() + 1)
	case reflect.Slice:
		v.Set(v.Slice(0, v.Len()-1))
	default:
		panic(fmt.Sprintf("a leaf of kind %s", v.Kind()))
	}
	return func() { v.Set(old) }
}
