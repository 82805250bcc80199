// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"math"
	"runtime"
	"runtime/debug"
)

// Most runs need less memory than firstCollection and end before it: they collect no garbage at all. A run that needs more collects as
// usual from then on.
const (
	firstCollection = 300 << 20
	growth          = 100 // percent
)

// deferCollection puts the first garbage collection off. GOGC and GOMEMLIMIT, where they are set, stay in force.
func deferCollection(getenv func(string) string) {
	if getenv("GOGC") != "" || getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(firstCollection)
	// The finalizer of an object that nothing refers to runs after the first collection.
	sentinel := new([16]byte)
	runtime.SetFinalizer(sentinel, func(*[16]byte) {
		debug.SetGCPercent(growth)
		debug.SetMemoryLimit(math.MaxInt64)
	})
}
