// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"
)

// rich are commons with all that order could change: names that many want, people, media, relations, themes.
func rich() []tree {
	list := []tree{small()}
	for _, seed := range []uint64{3, 17, 29} {
		w := newWorld(seed)
		for range 25 {
			w.addPage()
			w.addOther()
			w.setField(w.pages[w.IntN(len(w.pages))])
		}
		delete(w.site, "theme")
		// A template with a mistake builds nothing.
		maps.DeleteFunc(w.others, func(_, text string) bool { return text == "{{.Nothing" })
		list = append(list, w.files())
	}
	return list
}

// TestSameBytesEverywhere holds that nothing but the sources, the history and the date is in an output: not the number of
// processors, the order of files on the disk, the hour or the zone, the language, the folder or the user's settings.
func TestSameBytesEverywhere(t *testing.T) {
	variants := []struct {
		name string
		env  []string
		at   string // folder of the commons below the scratch folder
		lay  func(t *testing.T, files tree, dir string)
	}{
		{name: "one processor", env: []string{"GOMAXPROCS=1"}},
		{name: "two processors", env: []string{"GOMAXPROCS=2"}},
		{name: "eight processors", env: []string{"GOMAXPROCS=8"}},
		{name: "zone and language", env: []string{"TZ=Pacific/Kiritimati", "LANG=de_DE.UTF-8", "LC_ALL=tr_TR.UTF-8", "LANGUAGE=ar"}},
		{name: "another zone, no language", env: []string{"TZ=America/Adak", "LC_ALL=C"}},
		{name: "another folder", at: "a/much deeper/Ordner für öffentliches/public/content"},
		{name: "files in any order", lay: func(t *testing.T, files tree, dir string) {
			names := slices.Sorted(maps.Keys(files))
			rand.New(rand.NewPCG(1, 2)).Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
			for _, name := range names {
				files.writeOne(t, dir, name)
			}
		}},
		{name: "other times and modes", lay: func(t *testing.T, files tree, dir string) {
			files.write(t, dir)
			for i, name := range slices.Sorted(maps.Keys(files)) {
				at := filepath.Join(dir, name)
				when := time.Unix(int64(i)*100_000_000, 0) // from 1970 on far into the future
				if err := os.Chtimes(at, when, when); err != nil {
					t.Fatal(err)
				}
				if err := os.Chmod(at, []os.FileMode{0o600, 0o755, 0o444}[i%3]); err != nil {
					t.Fatal(err)
				}
			}
		}},
		{name: "reached by a link", lay: func(t *testing.T, files tree, dir string) {
			real := filepath.Join(filepath.Dir(dir), "real")
			files.write(t, real)
			if err := os.Symlink(real, dir); err != nil {
				t.Skip("no symbolic links here:", err)
			}
		}},
	}
	for number, files := range rich() {
		t.Run(strconv.Itoa(number), func(t *testing.T) {
			t.Parallel()
			plain := filepath.Join(scratch(t), "site")
			files.write(t, plain)
			runProgram(t, plain)
			want := readTree(t, filepath.Join(plain, "public"))
			for _, v := range variants {
				t.Run(v.name, func(t *testing.T) {
					dir := filepath.Join(scratch(t), "site", filepath.FromSlash(v.at))
					if v.lay == nil {
						v.lay = func(t *testing.T, files tree, dir string) { files.write(t, dir) }
					}
					v.lay(t, files, dir)
					runProgram(t, dir, v.env...)
					if d := differences(readTree(t, filepath.Join(dir, "public")), want); d != "" {
						t.Error(d)
					}
				})
			}
		})
	}
}

// runProgram builds the commons in a folder in another process, so that it can have an environment of its own. Mistakes in the content are
// no failure here.
func runProgram(t *testing.T, dir string, env ...string) {
	t.Helper()
	cmd := command(t, dir, env...)
	if said, err := cmd.CombinedOutput(); err != nil && cmd.ProcessState.ExitCode() != 1 {
		t.Fatalf("%v\n%s", err, said)
	}
}

func command(t *testing.T, dir string, env ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Dir = filepath.Dir(dir)
	cmd.Env = append(append(os.Environ(), asProgram+"="+dir), env...)
	return cmd
}

// TestHistoryIsAnInput: whoever has the sources and the ledger that was kept, and no Git, makes the same bytes.
func TestHistoryIsAnInput(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git")
	}
	files, dir := small(), filepath.Join(scratch(t), "site")
	when := time.Date(2024, 3, 1, 23, 30, 0, 0, time.FixedZone("", -5*3600))
	commit := func(message string) {
		when = when.Add(100 * time.Hour)
		runGit(t, dir, when, "add", "content", "site.yaml")
		runGit(t, dir, when, "commit", "-q", "-m", message)
	}
	files.write(t, dir)
	runGit(t, dir, when, "init", "-q")
	commit("Begin\n\nCo-authored-by: Bo Example <bo@example.org>")
	runGit(t, dir, when, "mv", "content/f.md", "content/g.md")
	commit("Rename")
	files["content/g.md"] = files["content/f.md"]
	delete(files, "content/f.md")
	files["content/b.md"] += "Changed later.\n"
	files.write(t, dir)
	commit("Edit")
	runProgram(t, dir)
	want := readTree(t, filepath.Join(dir, "public"))
	if _, ok := want["f.html"]; !ok {
		t.Error("the former path of a page leads nowhere: was the history read?")
	}

	ledger, err := os.ReadFile(filepath.Join(dir, ".commonplace", "ledger"))
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := filepath.Join(scratch(t), "unpacked")
	files.write(t, elsewhere)
	tree{".commonplace/ledger": string(ledger)}.write(t, elsewhere)
	runProgram(t, elsewhere, "TZ=Asia/Tokyo")
	if d := differences(readTree(t, filepath.Join(elsewhere, "public")), want); d != "" {
		t.Errorf("with the ledger and without Git:\n%s", d)
	}

	bare := filepath.Join(scratch(t), "bare")
	files.write(t, bare)
	runProgram(t, bare)
	if got := readTree(t, filepath.Join(bare, "public")); got["b.html"] == want["b.html"] {
		t.Error("the history shows nowhere, so that this test says nothing")
	}
}
