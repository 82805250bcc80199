// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"commonplace/generator"
)

// many is a commons of so many pages that each link to the next.
func many(n int) tree {
	files := tree{"site.yaml": "title: The Long Commons\nurl: https://example.org/\n"}
	for i := range n {
		files[fmt.Sprintf("content/p%d.md", i)] = fmt.Sprintf("---\ntitle: Page %d\ntags: [t%d]\n---\n\nBefore [it](p%d.md) comes after. %s\n", i, i%7, (i+1)%n, strings.Repeat("Words. ", 40))
	}
	return files
}

// TestKillAtAnyMoment kills the program fifty times at a random moment of a whole build, a small one, or the first: as soon as any command
// has started again, the output is what it was or what it was to become, and the next build makes it right. What happens between two
// operations on the disk is tried in package build, one by one.
func TestKillAtAnyMoment(t *testing.T) {
	const kills = 50
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	// On a real disk, where waiting for it takes most of the time that an output is being changed.
	dir := filepath.Join(t.TempDir(), "site")
	public := filepath.Join(dir, "public")

	// From each state to the next it is a small change or a change of everything.
	first := many(60)
	second := maps.Clone(first)
	for i := range 4 {
		second[fmt.Sprintf("content/p%d.md", i*9)] += "Another sentence.\n"
	}
	delete(second, "content/p50.md")
	second["content/new.md"] = "# New\n"
	third := maps.Clone(second)
	third["site.yaml"] = "title: Another title\n"
	states := []tree{first, second, third}
	outputs := make([]tree, len(states))
	for k := range states {
		outputs[k], _ = buildTree(t, states[k], generator.Options{})
	}
	lay := func(k int) {
		now := states[k]
		for name := range readTree(t, filepath.Join(dir, "content")) {
			if _, ok := now["content/"+name]; !ok {
				if err := os.Remove(filepath.Join(dir, "content", name)); err != nil {
					t.Fatal(err)
				}
			}
		}
		now.write(t, dir)
	}

	states[0].write(t, dir)
	began := time.Now()
	runProgram(t, dir)
	whole := time.Since(began)
	outcome := map[string]int{}
	for n := range kills {
		from, to := n%len(states), (n+1)%len(states)
		was := outputs[from]
		if n%10 == 9 {
			was = tree{}
			if err := os.RemoveAll(public); err != nil {
				t.Fatal(err)
			}
		}
		lay(to)
		cmd := command(t, dir)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		wait := time.Duration(r.Int64N(int64(whole)))
		if n%2 == 0 {
			wait = whole/2 + wait/2 // the output is touched late
		}
		time.Sleep(wait)
		cmd.Process.Kill() // the program may have ended
		killed := cmd.Wait() != nil && cmd.ProcessState.ExitCode() < 0

		if n%3 == 0 {
			runProgram(t, dir, asProgram+"_CHECK=1")
		} else if c, _, err := open(generator.Options{Source: dir}); err != nil {
			t.Fatal(err)
		} else if _, err := c.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
		got := tree{}
		if _, err := os.Stat(public); err == nil {
			got = readTree(t, public)
		}
		fromOld, fromNew := differences(got, was), differences(got, outputs[to])
		switch {
		case fromOld == "":
			outcome["old"]++
		case fromNew == "":
			outcome["new"]++
		default:
			t.Fatalf("killed after %v, the output is neither the old:\n%snor the new:\n%s", wait, fromOld, fromNew)
		}
		if killed {
			outcome["killed"]++
		}
		if entries, err := os.ReadDir(dir); err != nil || len(entries) > 4 {
			t.Fatalf("something was left beside the output: %v %v", entries, err)
		}

		mustBuild(t, generator.Options{Source: dir})
		if d := differences(readTree(t, public), outputs[to]); d != "" {
			t.Fatalf("killed after %v, the next build is not right:\n%s", wait, d)
		}
	}
	t.Logf("a whole run takes %v; %v", whole, outcome)
	if outcome["killed"] < kills/4 || outcome["old"] == 0 {
		t.Errorf("too few builds were killed in time: %v", outcome)
	}
}
