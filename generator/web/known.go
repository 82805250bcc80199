// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/json"
	"fmt"
	"hash/crc32"
	"maps"
	"os"
	"time"
)

// How long good answers hold: at least a week, and up to three days more, so that not all are asked again on one day. Other answers hold for no time.
const (
	holds  = 7 * 24 * time.Hour
	spread = 3 * 24 * time.Hour
)

// Known is what was learnt of links, by address.
type Known struct{ answers map[string]Answer }

// ReadKnown reads what was kept in a file; what is missing or damaged is as if nothing were known.
func ReadKnown(file string) *Known {
	k := &Known{answers: map[string]Answer{}}
	data, err := os.ReadFile(file)
	if err == nil && json.Unmarshal(data, &k.answers) != nil || k.answers == nil {
		k.answers = map[string]Answer{}
	}
	return k
}

// Keep writes what is known of the links into a file, in one step, and forgets all others.
func (k *Known) Keep(file string, links []string) error {
	kept := make(map[string]Answer, len(links))
	for _, link := range links {
		if a, ok := k.answers[link]; ok {
			kept[link] = a
		}
	}
	data, err := json.Marshal(kept)
	if err == nil {
		err = os.WriteFile(file+".new", data, 0o644)
	}
	if err == nil {
		err = os.Rename(file+".new", file)
	}
	if err != nil {
		return fmt.Errorf("keep what is known of links: %w", err)
	}
	return nil
}

// All gives what is known, by link.
func (k *Known) All() map[string]Answer { return maps.Clone(k.answers) }

func (k *Known) set(link string, a Answer) { k.answers[link] = a }

func (k *Known) forget(link string) { delete(k.answers, link) }

// fresh says that a link need not be asked after.
func (k *Known) fresh(link string, now time.Time) bool {
	a, ok := k.answers[link]
	if !ok || a.State != Fine && a.State != Moved || a.At.After(now) {
		return false
	}
	return now.Sub(a.At) < holds+time.Duration(crc32.ChecksumIEEE([]byte(link)))%spread
}
