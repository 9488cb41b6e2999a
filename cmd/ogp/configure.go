package main

import (
	"cmp"
	"os"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"ogp/cmd/ogp/config"
	"ogp/cmd/ogp/flags"
	"ogp/cmd/ogp/judge"
	"ogp/cmd/ogp/rows"
	"ogp/export"
)

func configCommand(a *app) *cobra.Command {
	format := ""
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Show what settings hold, and where each comes from",
		Long: `Show the value of every setting, and where it comes from: a flag, the
environment (OGP_NAME), the file ogp.toml in the current folder (or --config
FILE), or the program. The first of these that sets it holds.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return showConfig(a, cmd.Root(), format) },
	}
	flags.Words(cmd.Flags(), &format, "format", "form of the output", rows.Formats()...)
	return cmd
}

// configure reads the settings and gives the flags of a command what they say.
func configure(a *app, cmd *cobra.Command) (err error) {
	var rules []string
	for _, rule := range judge.Rules {
		rules = append(rules, rule.Name)
	}
	if a.file, err = config.Read(cmp.Or(a.config, os.Getenv(config.Variable("config"))), rules); err == nil {
		_, err = a.file.Fill(cmd.Name(), cmd.Flags())
	}
	if err != nil {
		return usageError{err}
	}
	return nil
}

// choicesFor are the choices for an export that takes the place of another one: those
// of the settings, else those that the other one was made with.
func choicesFor(a *app, out string) (export.Options, error) {
	o := export.Options{}
	set := pflag.NewFlagSet("export", pflag.ContinueOnError)
	addChoices(set, &o)
	origins, err := a.file.Fill("export", set)
	if err != nil {
		return o, usageError{err}
	}
	if made, err := export.Made(out); err == nil && len(origins) == 0 { // else there is none
		o = made
		o.AsOf, o.KnownAt = time.Time{}, time.Time{}
	}
	o.Version, o.Vocabularies = version, vocabularies()
	return o, nil
}

// showConfig lists the settings: those of all commands and of runs, those of exports,
// and the limits of the rules.
func showConfig(a *app, root *cobra.Command, format string) error {
	var lines [][]string
	for _, command := range []string{"refresh", "export"} {
		cmd, _, err := root.Find([]string{command})
		if err != nil {
			return err
		}
		cmd.InheritedFlags() // puts them among the command's own
		some, err := a.file.List(command, cmd.Flags())
		if err != nil {
			return usageError{err}
		}
		lines = append(lines, some...)
	}
	for _, rule := range judge.Rules {
		lines = append(lines, a.file.Limit(rule.Name, rule.Limit))
	}
	err := rows.Write(a.output(format), format, []string{"setting", "value", "from"}, lines)
	a.summary("config: %s", count(len(lines), "setting"))
	return err
}
