// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

//go:build unix

package build

import (
	"runtime"
	"syscall"
)

// cpuSeconds is the user and system time of this process and the programs it waited for.
func cpuSeconds() float64 {
	var sum float64
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		if syscall.Getrusage(who, &u) == nil {
			sum += float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
		}
	}
	return sum
}

// peakMemory is the most resident memory so far, in bytes. Linux counts it in KiB, Darwin in bytes.
func peakMemory() int64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return int64(u.Maxrss)
	}
	return int64(u.Maxrss) << 10
}
