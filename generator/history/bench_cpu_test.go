// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

//go:build unix

package history

import "syscall"

// cpu is the CPU time of this process and of those that it waited for, in seconds.
func cpu() float64 {
	total := 0.0
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		if syscall.Getrusage(who, &u) == nil {
			total += float64(u.Utime.Sec+u.Stime.Sec) + float64(u.Utime.Usec+u.Stime.Usec)/1e6
		}
	}
	return total
}
