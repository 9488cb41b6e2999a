package main

import (
	"strings"

	"github.com/spf13/cobra"
)

// checkNames makes cobra's own commands refuse what they do not know, as ours
// do: unchanged, they print a general help and exit with success.
func checkNames(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		switch cmd.Name() {
		case "help":
			cmd.Run, cmd.RunE = nil, helpFor
		case "completion":
			cmd.Args, cmd.RunE = cobra.ArbitraryArgs, subcommand
			for _, shell := range cmd.Commands() {
				shell.Args = noArguments
			}
		}
	}
}

// helpFor prints the help of the command that args name, or of the program.
func helpFor(cmd *cobra.Command, args []string) error {
	about, rest, err := cmd.Root().Find(args)
	if err != nil || len(rest) > 0 {
		return unknownCommand(cmd.Root(), strings.Join(args, " "))
	}
	about.InitDefaultHelpFlag()
	return about.Help()
}

// subcommand is the action of a command that is nothing but the sum of others.
func subcommand(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return unknownCommand(cmd, args[0])
	}
	return cmd.Help()
}
