// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

//go:build !linux && !windows

package build

import (
	"os"
	"syscall"
)

func otherDevice(a, b os.FileInfo) bool {
	x, okX := a.Sys().(*syscall.Stat_t)
	y, okY := b.Sys().(*syscall.Stat_t)
	return okX && okY && x.Dev != y.Dev
}
