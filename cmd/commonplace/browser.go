// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os/exec"
	"runtime"
)

// openBrowser shows an address in the browser that the user has chosen.
func openBrowser(address string) error {
	command := []string{"xdg-open", address}
	switch runtime.GOOS {
	case "darwin":
		command = []string{"open", address}
	case "windows":
		command = []string{"rundll32", "url.dll,FileProtocolHandler", address}
	}
	browser := exec.Command(command[0], command[1:]...)
	if err := browser.Start(); err != nil {
		return err
	}
	// Whether it ends well is its own affair; waited for, it leaves no process behind.
	go func() { _ = browser.Wait() }()
	return nil
}
