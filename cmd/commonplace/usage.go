// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"slices"

	"commonplace/generator/source"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// usageError is a call that can't be carried out as it was typed.
type usageError struct {
	command string // whose help tells more
	message string
}

func (e *usageError) Error() string { return e.message }

func wrongUsage(cmd *cobra.Command, format string, args ...any) error {
	return &usageError{cmd.CommandPath(), fmt.Sprintf(format, args...)}
}

// unknownCommand names the nearest command.
func unknownCommand(cmd *cobra.Command, name string) error {
	return wrongUsage(cmd.Root(), "unknown command “%s”%s", name, didYouMean("", name, commandNames(cmd.Root())))
}

// wrongFlag turns what the flag parser says into our words.
func wrongFlag(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var bare *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	var syntax *pflag.InvalidSyntaxError
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() != "":
		return wrongUsage(cmd, "unknown flag “-%s”", unknown.GetSpecifiedName())
	case errors.As(err, &unknown):
		name := unknown.GetSpecifiedName()
		if slices.Contains(commandNames(cmd.Root()), name) {
			return wrongUsage(cmd, "unknown flag “--%s”; did you mean “commonplace %s”?", name, name)
		}
		return wrongUsage(cmd, "unknown flag “--%s”%s", name, didYouMean("--", name, flagNames(cmd)))
	case errors.As(err, &bare):
		return wrongUsage(cmd, "--%s needs a value", bare.GetFlag().Name)
	case errors.As(err, &invalid):
		return wrongUsage(cmd, "--%s can't be “%s”", invalid.GetFlag().Name, invalid.GetValue())
	case errors.As(err, &syntax):
		return wrongUsage(cmd, "“%s” is not a flag", syntax.GetSpecifiedFlag())
	}
	return wrongUsage(cmd, "%v", err)
}

// noArguments refuses words that a command has no use for.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return wrongUsage(cmd, "%s takes no argument, but was given “%s”", cmd.Name(), args[0])
	}
	return nil
}

// didYouMean is the end of a message about an unknown word: the nearest known one, or nothing.
func didYouMean(prefix, word string, known []string) string {
	if near := source.Nearest(word, known); near != "" {
		return fmt.Sprintf("; did you mean “%s%s”?", prefix, near)
	}
	return ""
}

func commandNames(root *cobra.Command) []string {
	var names []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() || c.Name() == "help" {
			names = append(names, c.Name())
		}
	}
	return names
}

func flagNames(cmd *cobra.Command) []string {
	names := []string{"help"}
	add := func(f *pflag.Flag) { names = append(names, f.Name) }
	cmd.LocalFlags().VisitAll(add)
	cmd.InheritedFlags().VisitAll(add)
	return names
}
