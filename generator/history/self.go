// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"context"
	"strings"
)

// Self is the name of the person at work, as their Git knows it; empty where it doesn't. The e-mail address beside it is not read.
func Self(ctx context.Context, dir string) string {
	return answer(ctx, dir, "config", "--get", "user.name")
}

// Remote is where a repository is shared: the address of its remote “origin” as Git has it, which may be for ssh, and the branch that is
// checked out. Both are empty where there is none.
func Remote(ctx context.Context, dir string) (address, branch string) {
	return answer(ctx, dir, "remote", "get-url", "origin"), answer(ctx, dir, "symbolic-ref", "--short", "HEAD")
}

// Below is where a folder lies in its repository, as a slash path with a final slash; empty at its top, and outside of any.
func Below(ctx context.Context, dir string) string {
	return answer(ctx, dir, "rev-parse", "--show-prefix")
}

// Holds says whether the repository that a folder lies in, if any, has files of a name there, in whatever case: such files may be anybody's work.
func Holds(ctx context.Context, dir, name string) bool {
	said, err := ask(ctx, dir, nil, "--no-literal-pathspecs", "--icase-pathspecs", "ls-files", "--cached", "-z", "--", name)
	return err == nil && said != ""
}

// answer is the one line that git says; that there is none, or no git, is an answer too.
func answer(ctx context.Context, dir string, args ...string) string {
	said, err := ask(ctx, dir, nil, args...)
	if err != nil {
		return ""
	}
	line, _, _ := strings.Cut(strings.TrimSpace(said), "\n")
	return line
}
