// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"fmt"
	"reflect"
	"testing"

	"commonplace/generator/source"
)

// A Doc is cached under Reading.Digest and an output under Config.Digest: a setting that neither covers would leave old
// files in a site. So each leaf is changed in turn, and the digest must change with it.
func TestDigestsCoverEverySetting(t *testing.T) {
	t.Run("Reading", func(t *testing.T) {
		r := full[Reading](t)
		changeEach(t, r, func() source.Hash { return r.digest() }, map[string]bool{"Digest": true})
	})
	t.Run("Config", func(t *testing.T) {
		c := full[Config](t)
		changeEach(t, c, func() source.Hash {
			for i := range c.Sources {
				c.Sources[i].Reading.Digest = c.Sources[i].Reading.digest()
			}
			return c.digest()
		}, map[string]bool{"Digest": true, "Dir": true, "File": true, "Editor": true, "PrivateHosts": true, "Publish": true, "Path": true, "Places": true, "Span": true, "LicenseSpan": true, "Nav": true, "Glossaries": true, "People": true})
	})
}

// The same site in another folder has the same digest, so that its cache and its outputs can move.
func TestDigestKnowsNoFolder(t *testing.T) {
	a := load(t, Options{Dir: folder(t, "content/", "static/a.txt")}).cfg
	b := load(t, Options{Dir: folder(t, "content/", "static/a.txt")}).cfg
	if a.Dir == b.Dir || a.Digest != b.Digest {
		t.Errorf("%s and %s: digests %s and %s", a.Dir, b.Dir, a.Digest, b.Digest)
	}
}

// Where two lists meet, moving an item from one to the other is a change.
func TestDigestTellsListsApart(t *testing.T) {
	one := Reading{Relations: []string{"a"}, Machine: []string{"b"}}
	two := Reading{Relations: []string{"a", "b"}}
	if one.digest() == two.digest() {
		t.Error("the digests are equal")
	}
}

// full makes a value without a zero leaf: lists and maps have one item.
func full[T any](t *testing.T) *T {
	t.Helper()
	var fill func(v reflect.Value)
	fill = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				fill(v.Field(i))
			}
		case reflect.Slice:
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
			fill(v.Index(0))
		case reflect.Array:
			for i := range v.Len() {
				fill(v.Index(i))
			}
		case reflect.Map:
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			fill(key)
			fill(value)
			v.Set(reflect.MakeMap(v.Type()))
			v.SetMapIndex(key, value)
		default:
			change(t, v)
		}
	}
	value := new(T)
	fill(reflect.ValueOf(value).Elem())
	return value
}

func change(t *testing.T, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		v.SetString(v.String() + "x")
	case reflect.Int, reflect.Int32:
		v.SetInt(v.Int() + 1)
	case reflect.Uint8, reflect.Uint32:
		v.SetUint(v.Uint() + 1)
	case reflect.Bool:
		v.SetBool(!v.Bool())
	default:
		t.Fatalf("no rule for a %s", v.Kind())
	}
}

// changeEach changes every leaf below the value and puts it back, but for the fields left out.
func changeEach(t *testing.T, value any, digest func() source.Hash, without map[string]bool) {
	t.Helper()
	before := digest()
	leaves := 0
	expect := func(name string) {
		leaves++
		if digest() == before {
			t.Errorf("%s is not in the digest", name)
		}
	}
	var walk func(name string, v reflect.Value)
	walk = func(name string, v reflect.Value) {
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				if field := v.Type().Field(i).Name; !without[field] {
					walk(name+"."+field, v.Field(i))
				}
			}
		case reflect.Slice:
			old := reflect.ValueOf(v.Interface())
			v.Set(reflect.Append(v, v.Index(0)))
			expect(name + " with an item more")
			v.Set(old)
			walk(name+"[0]", v.Index(0))
		case reflect.Map:
			key := v.MapKeys()[0]
			value := v.MapIndex(key)
			other := reflect.New(key.Type()).Elem()
			other.Set(key)
			change(t, other)
			v.SetMapIndex(key, reflect.Value{})
			v.SetMapIndex(other, value)
			expect(name + " with another key")
			v.SetMapIndex(other, reflect.Value{})
			within := reflect.New(value.Type()).Elem()
			within.Set(value)
			walkMapValue(t, name, v, key, within, expect)
			v.SetMapIndex(key, value)
		default:
			old := reflect.New(v.Type()).Elem()
			old.Set(v)
			change(t, v)
			expect(name)
			v.Set(old)
		}
	}
	walk("", reflect.ValueOf(value).Elem())
	if digest() != before {
		t.Fatal("the test did not put everything back")
	}
	if leaves < 20 {
		t.Fatalf("only %d leaves were changed", leaves)
	}
}

// walkMapValue changes the leaves of a value of a map, which can only be replaced as a whole.
func walkMapValue(t *testing.T, name string, m, key, value reflect.Value, expect func(string)) {
	t.Helper()
	if value.Kind() != reflect.Struct {
		change(t, value)
		m.SetMapIndex(key, value)
		expect(fmt.Sprintf("%s[%v]", name, key))
		return
	}
	for i := range value.NumField() {
		field := value.Field(i)
		old := reflect.New(field.Type()).Elem()
		old.Set(field)
		if field.Kind() == reflect.Slice {
			field.Set(reflect.Append(field, field.Index(0)))
		} else {
			change(t, field)
		}
		m.SetMapIndex(key, value)
		expect(fmt.Sprintf("%s[%v].%s", name, key, value.Type().Field(i).Name))
		field.Set(old)
	}
	m.SetMapIndex(key, value)
}
