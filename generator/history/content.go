// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"context"
	"encoding/hex"
	"errors"
	"slices"
)

// ErrNoContent says that a repository does not hold a content.
var ErrNoContent = errors.New("no such text in Git")

// Content gives what has an id, that of a blob, in the repository that a folder lies in; of at most limit bytes. It is ErrNoContent where there is no such
// content, no repository or no git.
func Content(ctx context.Context, dir, id string, limit int) (content []byte, err error) {
	if raw, err := hex.DecodeString(id); err != nil || len(raw) != 20 && len(raw) != 32 {
		return nil, ErrNoContent
	}
	r := Revision{ctx: ctx, top: dir}
	err = r.Read([]string{id}, func(int) int { return limit }, func(_ int, data []byte, _ int64) error {
		content = slices.Clone(data)
		return nil
	})
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil || content == nil {
		return nil, ErrNoContent
	}
	return content, nil
}
