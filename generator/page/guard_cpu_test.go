// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

//go:build unix

package page

import (
	"syscall"
	"testing"
	"time"
)

// cpuTime is the time that this process has used in all its threads.
func cpuTime(t testing.TB) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
