// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"go.yaml.in/yaml/v4"
)

// job is as much of a job of a workflow as a shell needs.
type job struct {
	If    string
	Env   map[string]string
	Steps []struct {
		Name, If, Uses, Run string
		Env                 map[string]string
	}
}

// workflow runs the scripts of a workflow's jobs as its runner does, in their order, for an event: workflow FILE EVENT [NAME=VALUE...].
// What the runner makes of expressions in env is given by name. Steps that use an action are passed over, and so is the one that
// installs the program, for which the one on the path stands.
func workflow(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: workflow FILE EVENT [NAME=VALUE...]")
	}
	var w struct {
		Jobs yaml.Node
		Env  map[string]string
	}
	ts.Check(yaml.Unmarshal([]byte(ts.ReadFile(args[0])), &w))
	ran := 0
	for i := 1; i < len(w.Jobs.Content); i += 2 {
		var j job
		ts.Check(w.Jobs.Content[i].Decode(&j))
		if !holds(ts, j.If, args[1]) {
			continue
		}
		for _, step := range j.Steps {
			if step.Run == "" || step.Name == "Install commonplace" || !holds(ts, step.If, args[1]) {
				continue
			}
			ts.Logf("[%s]", step.Name)
			command := []string{}
			for _, env := range []map[string]string{w.Env, j.Env, step.Env} {
				for name, value := range env {
					if !strings.Contains(value, "${{") {
						command = append(command, name+"="+value)
					}
				}
			}
			command = append(append(command, args[2:]...), "bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step.Run)
			ran++
			if err := ts.Exec("env", command...); err != nil {
				if neg {
					return
				}
				ts.Fatalf("the step “%s” failed: %v", step.Name, err)
			}
		}
	}
	if neg || ran == 0 {
		ts.Fatalf("%d steps ran, and none failed", ran)
	}
}

// pipeline runs the script of one job of GitLab's file, but for what comes before it, which installs programs:
// pipeline FILE JOB [NAME=VALUE...].
func pipeline(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: pipeline FILE JOB [NAME=VALUE...]")
	}
	var jobs map[string]yaml.Node
	ts.Check(yaml.Unmarshal([]byte(ts.ReadFile(args[0])), &jobs))
	var j struct {
		Script    []string
		Variables map[string]string
	}
	node, ok := jobs[args[1]]
	if !ok {
		ts.Fatalf("there is no job %s", args[1])
	}
	ts.Check(node.Decode(&j))
	var command []string
	for name, value := range j.Variables {
		command = append(command, name+"="+value)
	}
	command = append(append(command, args[2:]...), "bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", strings.Join(j.Script, "\n"))
	if err := ts.Exec("env", command...); (err != nil) != neg {
		ts.Fatalf("the job %s: %v", args[1], err)
	}
}

// holds evaluates the conditions that our workflows have: comparisons of the event, joined by “or”.
func holds(ts *testscript.TestScript, condition, event string) bool {
	if condition == "" {
		return true
	}
	for _, part := range strings.Split(condition, " || ") {
		var name string
		switch {
		case scan(part, "github.event_name == %s", &name):
			if name == event {
				return true
			}
		case scan(part, "github.event_name != %s", &name):
			if name != event {
				return true
			}
		default:
			ts.Fatalf("the test can't evaluate “%s”", condition)
		}
	}
	return false
}

func scan(text, format string, name *string) bool {
	n, err := fmt.Sscanf(text, format, name)
	*name = strings.Trim(*name, "'")
	return n == 1 && err == nil
}
