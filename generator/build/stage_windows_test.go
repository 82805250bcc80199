// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

func umask(mask int) int { return mask }
