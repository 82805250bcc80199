// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// What the program may use before it collects garbage, in bytes: always modest, so that most runs end before the first collection; then
// twice what is alive, but no more than ceiling; and some headroom over what is alive in any case.
const (
	modest   = 420 << 20
	ceiling  = 1480 << 20
	headroom = 1.3
)

// tuneCollection sets when garbage is collected, first and again after each collection. GOGC and GOMEMLIMIT, where they are set, stay in force.
func tuneCollection(getenv func(string) string) {
	if getenv("GOGC") != "" || getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(-1)
	limitMemory()
}

// limitMemory sets the limit by what the last collection left. The finalizer of an object that nothing refers to runs after the
// next one.
func limitMemory() {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	live := float64(sample[0].Value.Uint64())
	debug.SetMemoryLimit(int64(max(modest, min(2*live, ceiling), headroom*live)))
	runtime.SetFinalizer(new([16]byte), func(*[16]byte) { limitMemory() })
}
