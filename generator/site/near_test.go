// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// calledSo is a small commons whose pages are easily taken for each other.
const calledSo = `
-- content/rain-barrel.md --
---
title: Rain barrel
aliases: [Water butt]
---
-- content/peer.md --
---
title: Peer-to-peer production
aliases: [CBPP]
---
-- content/forking.md --
# Forking
-- content/minutes-2025.md --
# Minutes 2025
-- content/allmende.md --
# Gemeingüter pflegen
-- content/iriai.md --
# 入会地の管理
-- content/notes.md --
---
title: Notes from the well
draft: true
---
-- content/contributors/ada.yaml --
name: Ada Example
`

// Each title is followed by the pages that are about it already.
func TestAbout(t *testing.T) {
	tests := []struct{ title, want string }{
		{"Rain barrel", "same rain-barrel.md"},
		{"rain BARREL", "same rain-barrel.md"},
		{"rain_barrel", "same rain-barrel.md"},
		{"Rain barrels", "near rain-barrel.md"},
		{"Barrel, rain", "near rain-barrel.md"},
		{"Water Butt", "alias rain-barrel.md"},
		{"cbpp", "alias peer.md"},
		{"Peer", "same peer.md"},
		{"Peer production", "near peer.md"},
		{"Forging", ""},
		{"Minutes 2026", ""},
		{"Gemeingüter-Pflege", "near allmende.md"},
		{"入会地管理", "near iriai.md"},
		{"Notes from the well", "same notes.md"},
		{"Mulch", ""},
		{"", ""},
		{"?!", ""},
	}
	names := linkArchive(t, txtar.Parse([]byte(calledSo))).PageNames()
	for _, tt := range tests {
		if got := said(names.About(tt.title, 5)); got != tt.want {
			t.Errorf("About(%q) = %q, want %q", tt.title, got, tt.want)
		}
	}
}

// While a title is typed, the pages whose names hold it come up.
func TestBegun(t *testing.T) {
	tests := []struct{ typed, want string }{
		{"r", ""},
		{"ra", "near rain-barrel.md"},
		{"rain b", "near rain-barrel.md"},
		{"rain bx", "near rain-barrel.md"},
		{"rain boots", ""},
		{"barr", "near rain-barrel.md"},
		{"prod", "near peer.md"},
		{"入会", "near iriai.md"},
		{"rain barrel", "same rain-barrel.md"},
		{"water bu", "near rain-barrel.md"},
	}
	names := linkArchive(t, txtar.Parse([]byte(calledSo))).PageNames()
	for _, tt := range tests {
		if got := said(names.Begun(tt.typed, 5)); got != tt.want {
			t.Errorf("Begun(%q) = %q, want %q", tt.typed, got, tt.want)
		}
	}
}

func TestPersonNames(t *testing.T) {
	names := linkArchive(t, txtar.Parse([]byte(calledSo))).PersonNames()
	for title, want := range map[string]string{"ada": "same contributors/ada.yaml", "Ada Examples": "near contributors/ada.yaml", "Bo": ""} {
		if got := said(names.About(title, 5)); got != want {
			t.Errorf("About(%q) = %q, want %q", title, got, want)
		}
	}
}

// No more are named than were asked for, the nearest first.
func TestAboutMost(t *testing.T) {
	var b strings.Builder
	for i := range 20 {
		fmt.Fprintf(&b, "-- content/%c.md --\n# The same title%s\n", 'a'+i, strings.Repeat("s", 1+i%3))
	}
	got := linkArchive(t, txtar.Parse([]byte(b.String()))).PageNames().About("The same titles", 3)
	if want := "same a.md, same d.md, same g.md"; said(got) != want {
		t.Errorf("%s, want %s", said(got), want)
	}
}

func said(list []Namesake) string {
	var parts []string
	for _, n := range list {
		kind, _ := n.Alike.MarshalText()
		parts = append(parts, fmt.Sprintf("%s %s", kind, strings.TrimPrefix(n.Path, "content/")))
	}
	return strings.Join(parts, ", ")
}
