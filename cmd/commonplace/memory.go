// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// collection is what the program may use before it collects garbage, in bytes: always modest, so that most runs end before the first
// collection; then twice what is alive, but no more than ceiling; and some headroom over what is alive in any case.
type collection struct {
	modest, ceiling int64
	headroom        float64
}

// A build ends soon and may take what makes it fast; a preview stays for the day.
var (
	ofBuilds   = collection{420 << 20, 1480 << 20, 1.3}
	ofPreviews = collection{240 << 20, 800 << 20, 1.2}
)

// tune sets when garbage is collected, first and again after each collection. GOGC and GOMEMLIMIT, where they are set, stay in force.
func (c collection) tune(getenv func(string) string) {
	if getenv("GOGC") != "" || getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(-1)
	c.limit()
}

// limit sets the limit by what the last collection left. The finalizer of an object that nothing refers to runs after the next one.
func (c collection) limit() {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	live := float64(sample[0].Value.Uint64())
	debug.SetMemoryLimit(int64(max(float64(c.modest), min(2*live, float64(c.ceiling)), c.headroom*live)))
	runtime.SetFinalizer(new([16]byte), func(*[16]byte) { c.limit() })
}
