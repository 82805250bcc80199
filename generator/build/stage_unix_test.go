// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

//go:build !windows

package build

import "syscall"

func umask(mask int) int { return syscall.Umask(mask) }
