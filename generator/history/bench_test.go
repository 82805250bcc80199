// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

//go:build unix

package history

import (
	"bufio"
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"testing"

	"commonplace/generator/config"
)

// busy makes a repository of many files and commits: the first hundred bring the files, the others change two each, move one now and then,
// and name co-authors and reviewers.
func busy(tb testing.TB, files, commits int) string {
	tb.Helper()
	dir := tb.TempDir()
	if out, err := exec.Command("git", "-C", dir, "init", "-q", "-b", "main").CombinedOutput(); err != nil {
		tb.Fatal(err, string(out))
	}
	cmd := exec.Command("git", "-C", dir, "fast-import", "--quiet")
	in, err := cmd.StdinPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	w := bufio.NewWriter(in)
	names := make([]string, files)
	write := func(i, version int) {
		text := fmt.Sprintf("# Page %d\n\nVersion %d.\n\nThe rest of it stays as it is, so that a file that moves is known again.\n", i, version)
		fmt.Fprintf(w, "M 100644 inline %s\ndata %d\n%s\n", names[i], len(text), text)
	}
	for n := range commits {
		message := "Change\n"
		if n%3 == 0 {
			message += fmt.Sprintf("\nCo-authored-by: Bo Example %d <bo%d@mail.example>\nReviewed-by: Cy Example <cy@mail.example>\n", n%40, n%40)
		}
		fmt.Fprintf(w, "commit refs/heads/main\ncommitter Ada Example %d <ada%d@mail.example> %d +0000\ndata %d\n%s\n", n%97, n%97, 1700000000+n*3600, len(message), message)
		switch first := n * files / 100; {
		case n < 100:
			for i := first; i < (n+1)*files/100; i++ {
				names[i] = fmt.Sprintf("content/area-%d/page-%d.md", i%50, i)
				write(i, 0)
			}
		default:
			write(n*7%files, n)
			i := n * 13 % files
			if n%50 == 0 {
				moved := fmt.Sprintf("content/area-%d/moved-%d-%d.md", n%50, i, n)
				fmt.Fprintf(w, "R %s %s\n", names[i], moved)
				names[i] = moved
			}
			write(i, n)
		}
	}
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	if err := in.Close(); err != nil {
		tb.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		tb.Fatal(err)
	}
	return dir
}

// BenchmarkRead reads the history of 10,000 files in 5,000 commits: all of it, and from the ledger that was kept of it. What git itself takes
// is in cpu-s, too.
func BenchmarkRead(b *testing.B) {
	dir := busy(b, 10_000, 5_000)
	folders := []config.Folder{{Shown: "content", Path: filepath.Join(dir, "content")}}
	if out, err := exec.Command("git", "-C", dir, "checkout", "-q", "main").CombinedOutput(); err != nil {
		b.Fatal(err, string(out))
	}
	cache := filepath.Join(b.TempDir(), "ledger")
	for _, kept := range []string{"", cache} {
		b.Run(map[bool]string{true: "whole", false: "kept"}[kept == ""], func(b *testing.B) {
			if _, _, err := Read(context.Background(), dir, folders, kept); err != nil {
				b.Fatal(err)
			}
			before := cpu()
			for b.Loop() {
				l, _, err := Read(context.Background(), dir, folders, kept)
				if err != nil || len(l.Files) != 10_000 {
					b.Fatal(err, len(l.Files))
				}
			}
			b.ReportMetric((cpu()-before)/float64(b.N), "cpu-s/op")
		})
	}
}
