// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"commonplace/generator"
	"commonplace/generator/source"
)

// inGit runs git in a folder, as someone whose machine has no settings.
func inGit(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=Ada Example", "-c", "user.email=ada@e.example"}, args...)...)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

// says writes the message that the catalogue promises for a code.
func says(code source.Code) string {
	entry, _ := source.Lookup(code)
	return entry.Says
}

const gone = "" // of a file that the change takes away

// TestSince: before is committed, then change is laid over it; told is what check --since says, as "code path:line message".
func TestSince(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		lacks(t, "git is not installed")
	}
	const site = "url: https://example.org/\n"
	long := strings.Repeat("Whoever takes more than was agreed in spring gives it back in autumn. ", 2) +
		"One meets below the old oak, hears those who could not come through a friend, and decides what the next year needs: a gate, a bridge, a song."
	for name, c := range map[string]struct {
		before, change tree
		told, repaired []string
	}{
		"a line above an old problem": {
			before: tree{"content/a.md": "# A\n\n[x](no.md)\n"},
			change: tree{"content/a.md": "# A\n\nNew.\n\n[x](no.md)\n"},
		},
		"an old problem in a sentence that is written anew": {
			before: tree{"content/a.md": "# A\n\nOld [x](no.md)\n"},
			change: tree{"content/a.md": "# A\n\nNew [x](no.md)\n"},
		},
		"the same problem once more, above the old one": {
			before: tree{"content/a.md": "# A\n\nOld [x](no.md)\n"},
			change: tree{"content/a.md": "# A\n\nNew [x](no.md)\n\nOld [x](no.md)\n"},
			told:   []string{"broken-link content/a.md:3 no page “no.md”; it is listed as wanted"},
		},
		"one of two repaired": {
			before:   tree{"content/a.md": "# A\n\nOne [x](no.md)\n\nTwo [x](no.md)\n"},
			change:   tree{"content/a.md": "# A\n\nTwo [x](no.md)\n"},
			repaired: []string{"broken-link content/a.md:3 no page “no.md”; it is listed as wanted"},
		},
		"a page that many link to is gone": {
			before: tree{"content/a.md": "# A\n\n[b](b.md)\n", "content/b.md": "# B\n"},
			change: tree{"content/b.md": gone},
			told: []string{"broken-link content/a.md:3 no page “b.md”; it is listed as wanted",
				"address-lost content/b.md:0 the address “/b.html” of “B” is lost"},
		},
		"a page that others wanted": {
			before:   tree{"content/a.md": "# A\n\n[b](b.md)\n"},
			change:   tree{"content/b.md": "# B\n"},
			repaired: []string{"broken-link content/a.md:3 no page “b.md”; it is listed as wanted"},
		},
		"moved, its old address kept": {
			before: tree{"content/a.md": "---\nid: p1\n---\n# A\n\n[x](no.md)\n"},
			change: tree{"content/a.md": gone, "content/sub/b.md": "---\nid: p1\naliases: [/a.html]\n---\n# A\n\n[x](no.md)\n"},
		},
		"moved without a trace": {
			before: tree{"content/water.md": "---\nid: p1\n---\n# Water\n"},
			change: tree{"content/water.md": gone, "content/rivers.md": "---\nid: p1\n---\n# Water\n"},
			told:   []string{"address-lost content/rivers.md:0 " + says(source.CodeAddressLost)},
		},
		"an alias is dropped": {
			before: tree{"content/a.md": "---\naliases: [/old/]\n---\n# A\n"},
			change: tree{"content/a.md": "# A\n"},
			told:   []string{"address-lost content/a.md:0 the address “/old/” of “A” is lost"},
		},
		"status and licence": {
			before: tree{"content/a.md": "---\nstatus: draft\nlicense: CC-BY-SA-4.0\n---\n# A\n"},
			change: tree{"content/a.md": "---\nstatus: published\nlicense: CC0-1.0\n---\n# A\n"},
			told:   []string{"license-changed content/a.md:0 " + says(source.CodeLicenseChanged), "status-changed content/a.md:0 " + says(source.CodeStatusChanged)},
		},
		"a new page on an old subject": {
			before: tree{"content/a.md": "# Common rivers\n"},
			change: tree{"content/b.md": "# The common rivers\n"},
			told:   []string{"near-duplicate content/b.md:0 " + says(source.CodeNearDuplicate)},
		},
		"a new page with an old text": {
			before: tree{"content/a.md": "# Rivers\n\n" + long + "\n"},
			change: tree{"content/b.md": "# Streams\n\nOnce more. " + long + "\n"},
			told:   []string{"near-duplicate content/b.md:0 the text of this new page is 95 % that of “Rivers”"},
		},
		"settings of their own time": {
			before:   tree{"site.yaml": site + "titel: x\nsources: [{root: old}]\n", "old/a.md": "# A\n\n[x](no.md)\n"},
			change:   tree{"site.yaml": site + "sources: [{root: content}]\n", "old/a.md": gone, "content/a.md": "# A\n\n[x](no.md)\n"},
			told:     nil,
			repaired: []string{"config-unknown-key site.yaml:2 unknown key “titel”"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := scratch(t)
			tree{"site.yaml": site, "content/index.md": "# Home\n"}.write(t, dir)
			c.before.write(t, dir)
			inGit(t, dir, "init", "-q")
			inGit(t, dir, "add", "-A")
			inGit(t, dir, "commit", "-q", "-m", "Begin")
			for file, text := range c.change {
				if text == gone {
					if err := os.Remove(filepath.Join(dir, file)); err != nil {
						t.Fatal(err)
					}
					delete(c.change, file)
				}
			}
			c.change.write(t, dir)
			commons, _, err := open(generator.Options{Source: dir})
			if err != nil {
				t.Fatal(err)
			}
			result, err := commons.CheckSince(context.Background(), "HEAD")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.told, brief(result.Diagnostics)); diff != "" {
				t.Error("new:", diff)
			}
			if diff := cmp.Diff(c.repaired, brief(result.Since.Repaired)); diff != "" {
				t.Error("repaired:", diff)
			}
		})
	}
}

func brief(list []source.Diagnostic) []string {
	var lines []string
	for _, d := range list {
		lines = append(lines, fmt.Sprintf("%s %s:%d %s", d.Code, d.Path, d.Span.Line, d.Message))
	}
	return lines
}
