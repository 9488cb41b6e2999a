package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"ogp/parse"
)

// version of the program, as in the user agent and the exports.
const version = "0.1.0"

func versionCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of the program and of its parser",
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			fmt.Fprintf(a.stdout, "ogp %s\nparser %s\n%s %s/%s\n", version, parse.Version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			a.summary("version: %s", version)
			return nil
		},
	}
}
