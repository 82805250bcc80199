// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"commonplace/generator/build"
	"commonplace/generator/config"
)

// jekyll is what the branch has beside the site.
var jekyll = tree{noJekyll: ""}

func onBranch(f tree) tree {
	all := f.plus(nil)
	for path, text := range jekyll {
		all[path] = text
	}
	return all
}

// Publish, change a page, publish again: what travels is the page, the manifest and the folders above them.
func TestOnlyDifferencesTravel(t *testing.T) {
	for _, history := range []string{config.KeepHistory, config.SquashHistory} {
		t.Run(history, func(t *testing.T) {
			s := newServer(t)
			target := pages()
			target.History = history
			p := newPublisher(t, s.site(), target)
			plan := p.mustPublish(water())
			if !plan.New || len(plan.Added) != len(water())+2 || plan.Commit != s.tip() {
				t.Errorf("the plan of a new branch is %+v", plan)
			}
			wantTree(t, s.published(), onBranch(water()))
			all := s.sent.Swap(0)

			edited := water().plus(tree{"patterns/07.html": "another text"})
			before := s.objects()
			plan = p.mustPublish(edited)
			wantTree(t, s.published(), onBranch(edited))
			if want := []string{build.ManifestName, "patterns/07.html"}; !slices.Equal(plan.Changed, want) || len(plan.Added)+len(plan.Removed) > 0 {
				t.Errorf("the plan is %+v", plan)
			}
			// The page, the manifest, their two folders, the commit.
			if n := s.objects() - before; n != 5 {
				t.Errorf("%d objects travelled, want 5", n)
			}
			if n := s.sent.Load(); n > all/2 || n == 0 {
				t.Errorf("%d bytes travelled, and %d at first", n, all)
			}
			commits := strings.Count(s.git("log", "--oneline", "gh-pages"), "\n")
			if want := map[string]int{config.KeepHistory: 2, config.SquashHistory: 1}[history]; commits != want {
				t.Errorf("the branch has %d commits, want %d", commits, want)
			}

			plan, err := p.publish(edited)
			must(t, err)
			if !plan.Empty() {
				t.Errorf("the same site again: %+v", plan)
			}
			s.git("fsck", "--strict")
		})
	}
}

// A machine that has never published here, such as the next run of a workflow, fetches the list of files and no texts, and sends what differs.
func TestPublishFromAnotherMachine(t *testing.T) {
	for _, filter := range []string{"true", "false"} {
		t.Run("filter="+filter, func(t *testing.T) {
			s := newServer(t)
			s.git("config", "uploadpack.allowFilter", filter)
			first := newPublisher(t, s.site(), pages())
			first.mustPublish(water())
			first.mustPublish(water().plus(tree{"patterns/03.html": "three"}))
			all := s.sent.Swap(0)
			s.got.Store(0)
			second := newPublisher(t, s.site(), pages())
			next := water().plus(tree{"patterns/03.html": "three", "patterns/04.html": "four", "patterns/05.md": ""})
			plan := second.mustPublish(next)
			wantTree(t, s.published(), onBranch(next))
			if !slices.Equal(plan.Changed, []string{build.ManifestName, "patterns/04.html"}) || !slices.Equal(plan.Removed, []string{"patterns/05.md"}) {
				t.Errorf("the plan is %+v", plan)
			}
			if n := s.sent.Load(); n > all/2 {
				t.Errorf("%d bytes were sent, and %d at first", n, all)
			}
			t.Logf("%d bytes at first; then %d fetched, %d sent", all, s.got.Load(), s.sent.Load())
			// And back on the first machine, which knows an older tip.
			last := next.plus(tree{"index.html": "home again"})
			first.mustPublish(last)
			wantTree(t, s.published(), onBranch(last))
		})
	}
}

// What others have put on the branch stays, and what they did to our files does not.
func TestOthersOnTheBranch(t *testing.T) {
	s := newServer(t)
	s.commit(tree{"CNAME": "water.example\n", "README.md": "Not ours.\n", "old/page.html": "by hand"})
	p := newPublisher(t, s.site(), pages())
	plan := p.mustPublish(water())
	theirs := tree{"CNAME": "water.example\n", "README.md": "Not ours.\n", "old/page.html": "by hand"}
	if !slices.Equal(plan.Kept, []string{"CNAME", "README.md", "old/page.html"}) || plan.New {
		t.Errorf("the plan is %+v", plan)
	}
	wantTree(t, s.published(), onBranch(water()).plus(theirs))

	s.commit(tree{"patterns/01.html": "edited on the forge", "patterns/02.html": "", "NOTES": "more"})
	plan = p.mustPublish(water())
	if !slices.Equal(plan.Changed, []string{"patterns/01.html"}) || !slices.Equal(plan.Added, []string{"patterns/02.html"}) {
		t.Errorf("the plan is %+v", plan)
	}
	fewer := water().plus(tree{"patterns/39.html": "", "patterns/39.md": ""})
	plan = p.mustPublish(fewer)
	if !slices.Equal(plan.Removed, []string{"patterns/39.html", "patterns/39.md"}) {
		t.Errorf("the plan is %+v", plan)
	}
	wantTree(t, s.published(), onBranch(fewer).plus(theirs).plus(tree{"NOTES": "more"}))
}

// A domain that we published once outlives the file it came from.
func TestDomainIsKept(t *testing.T) {
	s := newServer(t)
	p := newPublisher(t, s.site(), pages())
	p.mustPublish(water().plus(tree{"CNAME": "water.example\n"}))
	p.mustPublish(water())
	wantTree(t, s.published(), onBranch(water()).plus(tree{"CNAME": "water.example\n"}))
}

// Where somebody else's file stands in the way, nothing is sent.
func TestCollisionOnTheBranch(t *testing.T) {
	tests := map[string]tree{
		"a page of theirs":                {"index.html": "Jekyll made this"},
		"a file where a folder is to be":  {"patterns": "a file"},
		"a folder where a file is to be":  {"404.html/x": "deep"},
		"their page under another's name": {"patterns/01.html": "mine", "index.html": "home"},
	}
	names := map[string]string{"a page of theirs": "index.html", "a file where a folder is to be": "patterns", "a folder where a file is to be": "404.html/x",
		"their page under another's name": "patterns/01.html"}
	for name, theirs := range tests {
		t.Run(name, func(t *testing.T) {
			s := newServer(t)
			s.commit(theirs)
			before := s.tip()
			_, err := newPublisher(t, s.site(), pages()).publish(water())
			wantError(t, err, "1 file that commonplace did not publish", ": "+names[name]+";", "nothing was published", "choose another")
			if s.tip() != before {
				t.Error("the branch has moved")
			}
		})
	}
}

func TestPushThatIsRefused(t *testing.T) {
	s := newServer(t)
	p := newPublisher(t, s.site(), pages())
	p.mustPublish(water())
	before := s.tip()
	edited := water().plus(tree{"index.html": "new home"})
	s.hook("pre-receive", "echo 'Only on Fridays.' >&2\nexit 1\n")
	_, err := p.publish(edited)
	wantError(t, err, "refused the branch gh-pages: Only on Fridays", "the published site is as it was", "publish again")
	if s.tip() != before {
		t.Error("the branch has moved")
	}
	s.hook("pre-receive", "exit 0\n")
	plan := p.mustPublish(edited)
	if !slices.Contains(plan.Changed, "index.html") {
		t.Errorf("the plan is %+v", plan)
	}
	wantTree(t, s.published(), onBranch(edited))
}

// Somebody else publishes between our look at the branch and our push.
func TestBranchThatMoves(t *testing.T) {
	for _, history := range []string{config.KeepHistory, config.SquashHistory} {
		t.Run(history, func(t *testing.T) {
			s := newServer(t)
			target := pages()
			target.History = history
			p := newPublisher(t, s.site(), target)
			p.mustPublish(water())
			edited := water().plus(tree{"index.html": "new home"})
			found, err := p.open(t.Context(), edited)
			must(t, err)
			s.commit(tree{"NOTES": "theirs"})
			theirs := s.tip()
			wantError(t, errors.Join(found.Send(t.Context()), found.Close()), "was changed by someone else meanwhile", "their change stands", "publish again")
			if s.tip() != theirs {
				t.Error("their commit is gone")
			}
			p.mustPublish(edited)
			wantTree(t, s.published(), onBranch(edited).plus(tree{"NOTES": "theirs"}))
		})
	}
	t.Run("new branch", func(t *testing.T) {
		s := newServer(t)
		p := newPublisher(t, s.site(), pages())
		found, err := p.open(t.Context(), water())
		must(t, err)
		s.commit(tree{"NOTES": "theirs"})
		wantError(t, errors.Join(found.Send(t.Context()), found.Close()), "was changed by someone else meanwhile")
		p.mustPublish(water())
		wantTree(t, s.published(), onBranch(water()).plus(tree{"NOTES": "theirs"}))
	})
}

// killedJob names the environment variable that turns the test program into a publishing that is to be killed.
const killedJob = "COMMONPLACE_TEST_PUBLISHING"

// TestKilledPush kills the program and all that it started in the middle of a push. The branch is what it was, and the next publishing goes through.
func TestKilledPush(t *testing.T) {
	if job := os.Getenv(killedJob); job != "" {
		fields := strings.Split(job, "\n")
		p := &publisher{t: t, target: pages(), dir: fields[0], cache: fields[1], out: fields[2]}
		p.mustPublish(water().plus(tree{"index.html": "new home"}))
		return
	}
	s := newServer(t)
	p := newPublisher(t, s.site(), pages())
	p.mustPublish(water())
	before := s.tip()
	reached := filepath.Join(t.TempDir(), "reached")
	s.hook("pre-receive", "touch '"+reached+"'\nsleep 2\nexit 1\n")
	victim := exec.Command(os.Args[0], "-test.run=^TestKilledPush$")
	// It can't clean up after itself.
	victim.Env = append(os.Environ(), "TMPDIR="+t.TempDir(), killedJob+"="+strings.Join([]string{p.dir, p.cache, p.out}, "\n"))
	ownGroup(victim)
	must(t, victim.Start())
	for began := time.Now(); ; time.Sleep(5 * time.Millisecond) {
		if _, err := os.Stat(reached); err == nil {
			break
		}
		if time.Since(began) > 20*time.Second {
			t.Fatal("the push has not come")
		}
	}
	killGroup(victim)
	if err := victim.Wait(); err == nil {
		t.Fatal("the victim came to an end")
	}
	if s.tip() != before {
		t.Error("the branch has moved")
	}
	wantTree(t, s.published(), onBranch(water()))
	s.hook("pre-receive", "exit 0\n")
	edited := water().plus(tree{"index.html": "new home"})
	p.mustPublish(edited)
	wantTree(t, s.published(), onBranch(edited))
}

// An interrupt ends a publishing at once and leaves the branch whole.
func TestInterruptedPush(t *testing.T) {
	s := newServer(t)
	p := newPublisher(t, s.site(), pages())
	p.mustPublish(water())
	before := s.tip()
	s.hook("pre-receive", "sleep 1\nexit 1\n")
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	found, err := p.open(t.Context(), water().plus(tree{"index.html": "new home"}))
	must(t, err)
	err = found.Send(ctx)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the error is %v", err)
	}
	must(t, found.Close())
	if s.tip() != before {
		t.Error("the branch has moved")
	}
	s.hook("pre-receive", "exit 0\n")
	p.mustPublish(water())
	wantTree(t, s.published(), onBranch(water()))
}

// Neither a dirty tree, a detached HEAD nor a missing identity matters, and nothing of the site's repository is touched.
func TestSitesRepositoryIsOnlyRead(t *testing.T) {
	s := newServer(t)
	dir := s.site()
	tree{"a.md": "A", "b.md": "B"}.write(t, dir, "a.md", "b.md")
	s.run(dir, "add", "-A")
	s.run(dir, "commit", "-qm", "Begin")
	s.run(dir, "checkout", "-q", "--detach")
	tree{"a.md": "changed", "c.md": "new"}.write(t, dir, "a.md", "c.md")
	s.run(dir, "add", "c.md")
	must(t, os.WriteFile(filepath.Join(dir, ".git", "hooks", "pre-push"), []byte("#!/bin/sh\nexit 1\n"), 0o755))
	before := read(t, dir)
	newPublisher(t, dir, pages()).mustPublish(water())
	wantTree(t, read(t, dir), before)
	if who := strings.TrimSpace(s.git("log", "-1", "--format=%an <%ae> %cn", "gh-pages")); who != "Commonplace <commonplace@localhost> Commonplace" {
		t.Errorf("the commit is by %s", who)
	}
	s.run(dir, "config", "user.name", "Ada Example")
	s.run(dir, "config", "user.email", "ada@e.example")
	newPublisher(t, dir, pages()).mustPublish(water().plus(tree{"index.html": "home of Ada"}))
	if who := strings.TrimSpace(s.git("log", "-1", "--format=%an", "gh-pages")); who != "Ada Example" {
		t.Errorf("the commit is by %s", who)
	}
}

// What an owner has set for a repository alone, as a workflow does with its token, is used to reach the remote.
func TestSettingsOfTheRepositoryAreUsed(t *testing.T) {
	s := newServer(t)
	dir := s.site()
	s.run(dir, "remote", "set-url", "origin", "http://nowhere.example/commons.git")
	s.run(dir, "config", "http.proxy", strings.TrimSuffix(s.address, "/commons.git"))
	newPublisher(t, dir, pages()).mustPublish(water())
	wantTree(t, s.published(), onBranch(water()))
}

// A remote need not be one of the site's repository.
func TestRemoteByAddress(t *testing.T) {
	s := newServer(t)
	for i, remote := range []string{s.address, s.dir, "file://" + s.dir} {
		target := pages()
		target.Remote = remote
		p := newPublisher(t, t.TempDir(), target)
		f := water().plus(tree{"index.html": strconv.Itoa(i)})
		p.mustPublish(f)
		wantTree(t, s.published(), onBranch(f))
	}
	dir := s.site()
	relative, err := filepath.Rel(dir, s.dir)
	must(t, err)
	target := pages()
	target.Remote = filepath.ToSlash(relative)
	newPublisher(t, dir, target).mustPublish(water())
	wantTree(t, s.published(), onBranch(water()))
}

func TestFaultsOfRemotes(t *testing.T) {
	s := newServer(t)
	bare := t.TempDir()
	tests := []struct {
		name   string
		target func(*config.Target)
		dir    string
		words  []string
	}{
		{"no repository", nil, bare, []string{"“origin” is the name of a remote", "no Git repository", "git init", "git remote add origin ADDRESS"}},
		{"no such remote", func(t *config.Target) { t.Remote = "upstream" }, "", []string{"has no remote “upstream”", "git remote add upstream ADDRESS"}},
		{"nobody answers", func(t *config.Target) { t.Remote = "http://127.0.0.1:1/commons.git" }, "", []string{"can't be reached", "the published site is as it was"}},
		{"no repository there", func(t *config.Target) { t.Remote = s.address + "x" }, "", []string{"can't be reached", "not found", "see whether the address is right"}},
		{"no folder there", func(t *config.Target) { t.Remote = "/nowhere/commons.git" }, "", []string{"/nowhere/commons.git can't be reached"}},
		{"the branch that is checked out", func(t *config.Target) { t.Branch = "main" }, "", []string{"main is the branch that you work on", "gh-pages"}},
		{"no name of a branch", func(t *config.Target) { t.Branch = "a..b" }, "", []string{"“a..b” can't be the name of a branch"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			target, dir := pages(), tt.dir
			if tt.target != nil {
				tt.target(&target)
			}
			if dir == "" {
				dir = s.site()
			}
			_, err := newPublisher(t, dir, target).publish(water())
			wantError(t, err, tt.words...)
		})
	}
	t.Run("not allowed", func(t *testing.T) {
		s.git("config", "http.receivepack", "false")
		defer s.git("config", "http.receivepack", "true")
		_, err := newPublisher(t, s.site(), pages()).publish(water())
		wantError(t, err, "does not let you publish", "403", "the published site is as it was", "contents: write")
	})
	t.Run("no git", func(t *testing.T) {
		dir := s.site()
		t.Setenv("PATH", t.TempDir())
		_, err := newPublisher(t, dir, pages()).publish(water())
		wantError(t, err, "install Git", "commonplace publish zip")
	})

}

// What is kept between two publishings costs only time when it is lost or damaged.
func TestStoreIsOnlyACache(t *testing.T) {
	if testing.Short() {
		t.Skip("publishes often")
	}
	s := newServer(t)
	p := newPublisher(t, s.site(), pages())
	p.mustPublish(water())
	stores, _ := filepath.Glob(filepath.Join(p.cache, "publish", "*.git"))
	if len(stores) != 1 {
		t.Fatalf("the stores are %q", stores)
	}
	for i, harm := range []func() error{
		func() error { return os.RemoveAll(stores[0]) },
		func() error { return os.RemoveAll(filepath.Join(stores[0], "objects", "pack")) },
		func() error { return os.WriteFile(filepath.Join(stores[0], "shallow.lock"), nil, 0o644) },
		func() error { return os.WriteFile(filepath.Join(stores[0], "refs/commonplace/sent.lock"), nil, 0o644) },
		func() error { return os.WriteFile(filepath.Join(stores[0], "HEAD"), []byte("?"), 0o644) },
	} {
		must(t, harm())
		f := water().plus(tree{"index.html": fmt.Sprint("home ", i)})
		// The first try may find the damage and say so; the second has a new store.
		if _, err := p.publish(f); err != nil {
			wantError(t, err, "publish again")
			p.mustPublish(f)
		}
		wantTree(t, s.published(), onBranch(f))
	}
}

// A manifest that this program can't read leaves the branch alone.
func TestUnreadableManifest(t *testing.T) {
	s := newServer(t)
	s.commit(tree{build.ManifestName: "{\n\"version\": 9"})
	before := s.tip()
	_, err := newPublisher(t, s.site(), pages()).publish(water())
	wantError(t, err, "the branch gh-pages", "version 9", "can't be told which of its files are ours")
	if s.tip() != before {
		t.Error("the branch has moved")
	}
}

// A file of the output that was edited by hand is not published.
func TestEditedOutput(t *testing.T) {
	s := newServer(t)
	p := newPublisher(t, s.site(), pages())
	found, err := p.open(t.Context(), water())
	must(t, err)
	must(t, os.WriteFile(filepath.Join(p.out, "index.html"), []byte("by hand"), 0o644))
	wantError(t, errors.Join(found.Send(t.Context()), found.Close()), "index.html in the output is not what the build wrote", "build --clean")
	if s.tip() != "" {
		t.Error("something was published")
	}
}
