// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// Most runs need less memory than firstCollection and end before it: they collect no garbage at all. A run that needs more collects when
// its memory has doubled, but earlier when it comes near to ceiling; one that truly needs more than that may grow by headroom.
const (
	firstCollection = 300 << 20
	ceiling         = 1200 << 20
	headroom        = 1.4
)

// tuneCollection puts the first garbage collection off, and keeps the later ones in bounds. GOGC and GOMEMLIMIT, where they are set, stay in
// force.
func tuneCollection(getenv func(string) string) {
	if getenv("GOGC") != "" || getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(firstCollection)
	afterCollection(func() {
		debug.SetGCPercent(100)
		limitMemory()
	})
}

// limitMemory sets the limit by what the last collection left, again after each one.
func limitMemory() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	debug.SetMemoryLimit(max(ceiling, int64(headroom*float64(live[0].Value.Uint64()))))
	afterCollection(limitMemory)
}

// afterCollection calls do once after the next collection: the finalizer of an object that nothing refers to runs then.
func afterCollection(do func()) {
	runtime.SetFinalizer(new([16]byte), func(*[16]byte) { do() })
}
