// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"context"

	"commonplace/generator/source"
)

// Addresses says how many addresses of an old site lead somewhere on this one. Those that do not are the Result's diagnostics.
type Addresses struct {
	Asked int `json:"asked"` // different ones
	Kept  int `json:"kept"`
}

// CheckAddresses reads and links the commons, and reports which of the addresses nothing answers.
func (b *Builder) CheckAddresses(ctx context.Context, list []string) (*Result, error) {
	s, _, err := b.Snapshot(ctx, source.Hash{})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	old := s.CheckAddresses(list, func(out string) bool {
		_, there := s.Output(out)
		return there
	})
	res := &Result{Addresses: &Addresses{Asked: old.Asked, Kept: old.Kept}}
	res.Diagnostics = b.judge(old.Diagnostics)
	s.Diagnostics = res.Diagnostics
	b.summarize(&res.Report, s)
	return res, nil
}
