// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

//go:build !unix

package page

import (
	"testing"
	"time"
)

var began = time.Now()

// cpuTime is the time on the clock where the system does not tell the program's own.
func cpuTime(testing.TB) time.Duration { return time.Since(began) }
