// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

//go:build !linux && !darwin

package build

import (
	"errors"
	"os"
)

func (osDisk) exchange(a, b string) error {
	return &os.LinkError{Op: "exchange", Old: a, New: b, Err: errors.ErrUnsupported}
}
