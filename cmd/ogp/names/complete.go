package names

import (
	"time"

	"github.com/spf13/cobra"

	"ogp/store"
	"ogp/store/duck"
)

// Listed completes names of a list.
func Listed(names ...string) cobra.CompletionFunc {
	return cobra.FixedCompletions(names, cobra.ShellCompDirectiveNoFileComp)
}

// mostCompletions bounds what a shell is given, and completionTimeout how long it waits.
const (
	mostCompletions   = "500"
	completionTimeout = 500 * time.Millisecond
)

// InDatabase completes the values of a column of commitments in a file. Where the
// database cannot be read, there are none.
func InDatabase(file *string, column string) cobra.CompletionFunc {
	return func(cmd *cobra.Command, _ []string, begun string) (names []string, _ cobra.ShellCompDirective) {
		s, err := store.Open(cmd.Context(), *file, store.Options{ReadOnly: true, LockTimeout: completionTimeout})
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		defer s.Close()
		query := "SELECT DISTINCT " + column + " FROM commitments WHERE starts_with(lower(" + column + "), lower(?)) ORDER BY 1 LIMIT " + mostCompletions
		names, _ = duck.Texts(cmd.Context(), s.DB(), duck.SQL(query, begun)) // none where that fails
		return names, cobra.ShellCompDirectiveNoFileComp
	}
}
