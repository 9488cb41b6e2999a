package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"ogp/cmd/ogp/console"
	"ogp/cmd/ogp/flags"
	"ogp/cmd/ogp/rows"
	"ogp/store"
)

func queryCommand(a *app) *cobra.Command {
	format, file := "", ""
	cmd := &cobra.Command{
		Use:   "query [SQL | -]",
		Short: "Run a read-only SQL query (DuckDB) on the database",
		Long: `Run one SQL query that reads. Without SQL, or with -, it is read from standard
input.

A table is fitted to the terminal; where its columns are too many for that, each
row is shown as lines. The answer has to fit into the memory that --memory
allows.`,
		Example: `  ogp query "SELECT member, count(*) FROM commitments GROUP BY ALL"
  ogp query --format csv "FROM milestones" > milestones.csv
  ogp query --format jsonl -f query.sql`,
		Args: arguments(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			query, err := querySQL(cmd.Context(), a.stdin, args, file)
			if err != nil {
				return err
			}
			return a.runQuery(cmd.Context(), query, format)
		},
	}
	cmd.Flags().StringVarP(&file, "file", "f", "", "read the SQL from this `file`")
	flags.Words(cmd.Flags(), &format, "format", "form of the output", rows.Formats()...)
	return cmd
}

// sqlComment is the beginning of an argument that no flag has: SQL may begin with a
// comment.
var sqlComment = regexp.MustCompile(`^--\s`)

// guardComments keeps SQL that begins with a comment from being taken for a flag.
func guardComments(args []string) []string {
	guarded := make([]string, len(args))
	for i, arg := range args {
		if sqlComment.MatchString(arg) {
			arg = " " + arg
		}
		guarded[i] = arg
	}
	return guarded
}

// querySQL is the query: the argument, a file, or standard input.
func querySQL(ctx context.Context, stdin io.Reader, args []string, file string) (string, error) {
	switch {
	case file != "" && len(args) > 0:
		return "", usageError{errors.New("give the SQL as an argument or with --file, not both")}
	case file != "":
		return readSQL(ctx, func() (io.ReadCloser, error) { return os.Open(file) })
	case len(args) == 1 && args[0] != "-":
		return args[0], nil
	}
	if console.IsTerminal(stdin) && len(args) == 0 {
		return "", usageError{errors.New(`give the SQL: ogp query "SELECT …", or a file of it with --file`)}
	}
	return readSQL(ctx, func() (io.ReadCloser, error) { return io.NopCloser(stdin), nil })
}

// maxSQL bounds a query, in bytes.
const maxSQL = 1 << 20

// readSQL reads a query until its end or that of ctx: a pipe may never give any.
func readSQL(ctx context.Context, open func() (io.ReadCloser, error)) (string, error) {
	var text strings.Builder
	err := unlessEnded(ctx, func() error {
		from, err := open()
		if err != nil {
			return err
		}
		defer from.Close()
		n, err := io.Copy(&text, io.LimitReader(from, maxSQL+1))
		if n > maxSQL {
			err = fmt.Errorf("it has more than %d bytes", maxSQL)
		}
		return err
	})
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case err != nil:
		return "", fmt.Errorf("read the query: %w", err)
	}
	return text.String(), nil
}

func (a *app) runQuery(ctx context.Context, query, format string) error {
	return a.reading(ctx, store.Options{Sandboxed: true}, func(s *store.Store) error {
		n, err := a.answer(ctx, s, query, format)
		if err == nil {
			a.summary("query: %s", count(n, "row"))
		}
		return err
	})
}

// answer writes what a query gives, and counts its rows.
func (a *app) answer(ctx context.Context, s *store.Store, query, format string) (int, error) {
	out := bufio.NewWriter(a.output(format))
	counted := &countedRows{Writer: rows.New(out, format, console.Columns(a.stdout))}
	form := store.AsText
	if rows.IsJSON(format) {
		form = store.AsJSON
	}
	err := s.Query(ctx, query, form, counted)
	if err == nil {
		err = counted.End()
	}
	if err = errors.Join(err, out.Flush()); err != nil {
		return 0, fmt.Errorf("query: %w", err)
	}
	return counted.rows, nil
}

// countedRows counts the rows of an answer.
type countedRows struct {
	rows.Writer
	rows int
}

func (c *countedRows) Row(cells []any) error {
	c.rows++
	return c.Writer.Row(cells)
}
