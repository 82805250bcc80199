// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

//go:build unix

package publish

import (
	"os/exec"
	"syscall"
)

// ownGroup lets a process and what it starts be killed at one stroke.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

func killGroup(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
