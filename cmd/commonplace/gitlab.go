// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"os"

	"commonplace/generator/source"
)

// gitLabFinding is one problem as GitLab shows it in a merge request (docs.gitlab.com: "Code Quality", "Code Quality report format").
type gitLabFinding struct {
	Description string         `json:"description"`
	Check       source.Code    `json:"check_name"`
	Fingerprint string         `json:"fingerprint"` // the same for the same problem, wherever its line has moved
	Severity    string         `json:"severity"`
	Location    gitLabLocation `json:"location"`
}

type gitLabLocation struct {
	Path  string `json:"path"` // from the top of the repository
	Lines struct {
		Begin int32 `json:"begin"`
	} `json:"lines"`
}

// tellGitLab writes the findings as a Code Quality report.
func (p *program) tellGitLab(f finding) {
	report := []gitLabFinding{}
	same := map[[3]string]int{}
	for _, d := range inWorkspace(f.diagnostics, f.dir, os.Getenv("CI_PROJECT_DIR")) {
		key := [3]string{string(d.Code), d.Path, d.Message}
		same[key]++
		identity, err := json.Marshal([]any{key, same[key]})
		must(err)
		g := gitLabFinding{Description: d.Message, Check: d.Code, Fingerprint: source.Sum(identity).String()[:32], Severity: gitLabSeverity(d.Severity)}
		if d.Help != "" {
			g.Description += "; " + d.Help
		}
		g.Location.Path, g.Location.Lines.Begin = d.Path, max(d.Span.Line, 1)
		if d.Path == "" {
			g.Location.Path = "site.yaml" // what is in no file is in the settings
		}
		report = append(report, g)
	}
	writeJSON(p.out, report)
}

func gitLabSeverity(s source.Severity) string {
	switch s {
	case source.Error:
		return "critical"
	case source.Warning:
		return "minor"
	}
	return "info"
}
