// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"errors"
	"fmt"

	"commonplace/generator/config"
	"commonplace/generator/history"
)

// remedy puts what went wrong with a remote into words: what happened, how the published site is, what to do.
func remedy(t config.Target, err error) error {
	var e *history.RemoteError
	if !errors.As(err, &e) {
		return err
	}
	const whole = "; the published site is as it was"
	switch e.Problem {
	case history.NoGit:
		return errors.New("the program git was not found: install Git, or publish to an archive with “commonplace publish zip”")
	case history.NoRepository:
		return fmt.Errorf("“%s” is the name of a remote, and the site's folder is in no Git repository: make it one with “git init” and “git remote add %s ADDRESS”, "+
			"or write the address of a repository as “remote” at the target %s in site.yaml", t.Remote, t.Remote, t.Name)
	case history.NoRemote:
		return fmt.Errorf("the repository has no remote “%s”: add it with “git remote add %s ADDRESS”, or name another as “remote” at the target %s in site.yaml",
			t.Remote, t.Remote, t.Name)
	case history.NotAllowed:
		return fmt.Errorf("%s does not let you publish: %s%s: see whether “git push” works there for you; a workflow needs the permission “contents: write”", e.Remote, e.Said, whole)
	case history.NotReached:
		return fmt.Errorf("%s can't be reached: %s%s: see whether the address is right and you are online, and publish again", e.Remote, e.Said, whole)
	case history.NotAccepted:
		return fmt.Errorf("%s refused the branch %s: %s%s: look at its rules for branches and its hooks, and publish again", e.Remote, t.Branch, e.Said, whole)
	case history.Moved:
		return fmt.Errorf("the branch %s of %s was changed by someone else meanwhile, so nothing was published and their change stands: publish again, "+
			"which compares with it anew", t.Branch, e.Remote)
	case history.NoSpace:
		return fmt.Errorf("a disk is full, here or at %s: %s%s: make room, and publish again", e.Remote, e.Said, whole)
	case history.NotConsistent:
		return fmt.Errorf("what is kept here of the branch %s can't be used: %s%s: publish again, and it is fetched anew", t.Branch, e.Said, whole)
	}
	return fmt.Errorf("git could not publish to %s: %s%s", e.Remote, e.Said, whole)
}
