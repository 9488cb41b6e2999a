package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"ogp/cmd/ogp/console"
	"ogp/cmd/ogp/names"
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

// exitMeanings explain the exit codes.
var exitMeanings = []struct {
	code    int
	meaning string
}{
	{exitDone, "done"},
	{exitFailed, "failed"},
	{exitUsage, "usage: an unknown flag, source, format, table, member or ID; the message says what is known"},
	{exitGaps, "done with gaps: some pages could not be fetched, or were not what was asked for; the rest is stored, the gaps are listed. A run over the site that lists nothing is never 0"},
	{exitRules, "a rule failed: the archive is not what it was after the last good run; nothing was published"},
	{exitRefused, "the site refuses or is down"},
	{exitHeld, "another run holds the database"},
	{exitInterrupted, "interrupted: current requests are finished, what was fetched is kept; run the same command to resume; a second signal stops at once"},
}

// inEnvironment is how the usage of a flag names its environment variable.
var inEnvironment = regexp.MustCompile(`environment: (OGP_\w+)`)

// topics are helps about what concerns several commands.
func topics(root *cobra.Command) []*cobra.Command {
	codes := "Exit codes, for scripts:\n\n"
	for _, exit := range exitMeanings {
		codes += fmt.Sprintf("%4d  %s\n", exit.code, console.Wrap(exit.meaning, 72, "      "))
	}
	codes += "\nIf several apply, the first of these counts: 130, 6, 2, 1, 5, 4, 3."
	variables := map[string]string{}
	note := func(f *pflag.Flag) {
		if match := inEnvironment.FindStringSubmatch(f.Usage); match != nil {
			variables[match[1]] = "--" + f.Name
		}
	}
	for _, cmd := range append(root.Commands(), root) {
		cmd.Flags().VisitAll(note)
		cmd.PersistentFlags().VisitAll(note)
	}
	environment := "Environment variables, for what flags do not say:\n\n"
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		environment += fmt.Sprintf("  %-16s%s\n", name, variables[name])
	}
	return []*cobra.Command{topic("exit-codes", "What the exit codes mean", codes), topic("environment", "Environment variables", environment)}
}

func topic(name, short, text string) *cobra.Command {
	return &cobra.Command{Use: name, Short: short, Long: strings.TrimSuffix(text, "\n")}
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

func unknownCommand(cmd *cobra.Command, name string) error {
	var known []string
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			known = append(known, sub.Name())
		}
	}
	return &names.UnknownError{What: "command", Given: name, Known: known}
}

// subcommand is the action of a command that is nothing but the sum of others.
func subcommand(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return unknownCommand(cmd, args[0])
	}
	return cmd.Help()
}
