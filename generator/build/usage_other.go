// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

//go:build !unix

package build

// cpuSeconds and peakMemory are not known on this system.
func cpuSeconds() float64 { return 0 }

func peakMemory() int64 { return 0 }
