package main

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"ogp"
	"ogp/cmd/ogp/flags"
	"ogp/cmd/ogp/names"
	"ogp/export"
	"ogp/store/tables"
)

// completeNames has a shell complete what arguments and flags name: IDs and members of
// the database, tables, fields, formats, words.
func completeNames(a *app, root *cobra.Command) {
	byFlag := map[string]cobra.CompletionFunc{
		"member": names.InDatabase(&a.db, "member_slug"), "table": names.Listed(tableNames()...), "field": names.Listed(columnNames(ogp.Commitments().Columns)...),
	}
	for _, cmd := range append(root.Commands(), root) {
		known := func(f *pflag.Flag) {
			complete := byFlag[f.Name]
			if words, ok := f.Value.(*flags.Choice); ok {
				complete = names.Listed(words.Known()...)
			} else if f.Name == "format" {
				complete = names.Listed(export.Formats()...)
			}
			if complete != nil {
				_ = cmd.RegisterFlagCompletionFunc(f.Name, complete) // it fails for a flag that has one
			}
		}
		cmd.LocalNonPersistentFlags().VisitAll(known)
		cmd.PersistentFlags().VisitAll(known)
		ids := names.InDatabase(&a.db, "commitment_id")
		switch {
		case cmd.Name() == "schema":
			cmd.ValidArgsFunction = names.Listed(tableNames()...)
		case strings.Contains(cmd.Use, "ID"):
			cmd.ValidArgsFunction = func(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
				switch {
				case len(args) == 0:
					return ids(cmd, args, begun)
				case len(args) == 1 && cmd.Name() == "explain":
					return explainedFields(), cobra.ShellCompDirectiveNoFileComp
				}
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
		}
	}
}

func tableNames() []string {
	var all []string
	for _, table := range tables.Dictionary() {
		all = append(all, table.Name)
	}
	return all
}
