// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"runtime"
	"runtime/debug"

	"commonplace/generator"

	"github.com/spf13/cobra"
)

// versions is what version tells.
type versions struct {
	Version string `json:"version"`
	Commit  string `json:"commit,omitempty"`
	Go      string `json:"go"`
	System  string `json:"system"`
}

func newVersion(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Say which program this is",
		Long:  "Version names the version and commit of this program, the Go that compiled it, and the system it is for.",
		Example: `  commonplace version
  commonplace version --json`,
		Args:              noArguments,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(*cobra.Command, []string) error {
			v := versions{generator.Version(), commit(), runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH}
			if p.json {
				writeJSON(p.out, v)
				return nil
			}
			if v.Commit != "" {
				v.Commit = " (" + v.Commit + ")"
			}
			p.out.line("commonplace %s%s, %s, %s", v.Version, v.Commit, v.Go, v.System)
			return nil
		},
	}
}

// commit is the one that the program was built from, as the Go command wrote it down; none where it did not.
func commit() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	hash, modified := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			hash = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			modified = " with changes"
		}
	}
	if hash == "" {
		return ""
	}
	return hash[:min(len(hash), 12)] + modified
}
