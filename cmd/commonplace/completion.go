// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"
)

func newCompletion(p *program) *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use:   "completion bash|zsh|fish|powershell",
		Short: "Write a script that completes commands in your shell",
		Long: `Completion writes a script that lets your shell complete the commands, flags and
codes of commonplace when you press the tab key.`,
		Example: `  commonplace completion bash > ~/.local/share/bash-completion/completions/commonplace
  commonplace completion zsh > "${fpath[1]}/_commonplace"
  commonplace completion fish > ~/.config/fish/completions/commonplace.fish
  commonplace completion powershell | Out-String | Invoke-Expression`,
		ValidArgs: shells,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return wrongUsage(cmd, "name one shell: bash, zsh, fish or powershell")
			}
			if !slices.Contains(shells, args[0]) {
				return wrongUsage(cmd, "unknown shell “%s”; it is bash, zsh, fish or powershell", args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			var err error
			switch root := cmd.Root(); args[0] {
			case "bash":
				err = root.GenBashCompletionV2(p.out, true)
			case "zsh":
				err = root.GenZshCompletion(p.out)
			case "fish":
				err = root.GenFishCompletion(p.out, true)
			case "powershell":
				err = root.GenPowerShellCompletionWithDesc(p.out)
			}
			if err != nil {
				return fmt.Errorf("write the completion script: %w", err)
			}
			return nil
		},
	}
}
