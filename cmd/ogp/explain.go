package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"ogp"
	"ogp/cmd/ogp/flags"
	"ogp/cmd/ogp/names"
	"ogp/cmd/ogp/prose"
	"ogp/parse"
	"ogp/store"
)

func explainCommand(a *app) *cobra.Command {
	var chosen versionFlags
	format := ""
	cmd := &cobra.Command{
		Use:   "explain {ID | URL} FIELD",
		Short: "Show where a value comes from: label, text, markup, page",
		Long: `Show where the value of a field comes from: the label as printed, the text and the
markup around it, what was done to it, the line of the parser's tables that has the
label, and the archived page. Beside it, what OGP's own database says.

A field is a column of commitments, a long table, one row of it, or a value of that
row: milestones, milestones[2], milestones[2].status. Texts are the page's own, with
the personal data that the dataset leaves out.`,
		Example: `  ogp explain MXMEX0009 causes
  ogp explain MXMEX0009 milestones[2].status
  ogp explain KE0941 completion --as-of 2026-01-31`,
		Args: arguments(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			part, err := explainedPart(args[1])
			if err != nil {
				return err
			}
			return a.withVersion(cmd.Context(), args[0], chosen, func(s *store.Store, v archived) error {
				e, err := part.explain(cmd.Context(), s, v)
				if err != nil {
					return err
				}
				if format == "json" {
					err = printJSON(a.data, e)
				} else {
					err = e.Print(a.stdout)
				}
				a.summary("explain: %s of %s, version %d of %d: %s on the page", part.name, v.ID, v.Version.Version, v.of, count(len(e.Origins), "place"))
				return err
			})
		},
	}
	chosen.register(cmd.Flags())
	flags.Words(cmd.Flags(), &format, "format", "form of the output", "text", "json")
	return cmd
}

// fieldPart is what of a reading is explained: a column, a table, one of its rows,
// or a column of its rows.
type fieldPart struct {
	name   string
	row    int    // 0: all rows
	column string // empty: all columns
}

var partNotation = regexp.MustCompile(`^(\w+)(?:\[(\d{1,6})\])?(?:\.(\w+))?$`)

// explainedFields are the fields that can be explained, sorted.
func explainedFields() []string {
	known := append(columnNames(ogp.ReadingColumns()), "commitment_id", "language")
	for _, table := range ogp.ReadingTables() {
		if table.Name != "sections" && table.Name != "issues" {
			known = append(known, table.Name)
		}
	}
	slices.Sort(known)
	return slices.Compact(known)
}

func explainedPart(text string) (fieldPart, error) {
	known := explainedFields()
	match := partNotation.FindStringSubmatch(text)
	if match == nil || !slices.Contains(known, match[1]) {
		return fieldPart{}, &names.UnknownError{What: "field", Given: text, Known: known}
	}
	row, _ := strconv.Atoi(match[2]) // 0 where there is none
	part := fieldPart{match[1], row, match[3]}
	table, isTable := ogp.FindTable(part.name)
	columns := columnNames(table.OwnColumns())
	switch {
	case !isTable && part != (fieldPart{name: part.name}):
		return part, usageError{fmt.Errorf("%s has one value, and no rows", part.name)}
	case part.column != "" && !slices.Contains(columns, part.column):
		return part, &names.UnknownError{What: "column of " + part.name, Given: part.column, Known: columns}
	}
	return part, nil
}

func columnNames(columns []ogp.Column) []string {
	var names []string
	for _, column := range columns {
		names = append(names, column.Name)
	}
	return names
}

// explain reads a version of a page again, and says where the part comes from.
func (p fieldPart) explain(ctx context.Context, s *store.Store, v archived) (e prose.Explanation, err error) {
	found, err := parse.Explain(v.page, p.name)
	if err != nil {
		return e, err
	}
	e = prose.Explained(found, p.name, p.row, p.column)
	if p.row > 0 && len(e.Items) == 0 {
		return e, usageError{fmt.Errorf("%s has no %s[%d] in version %d of its page", v.ID, p.name, p.row, v.Version.Version)}
	}
	e.Page = prose.PageOf(v.Version, v.of)
	e.Official, err = officialFindings(ctx, s, v.ID, p.name)
	return e, err
}

// officialFindings are what OGP's own database says of a field.
func officialFindings(ctx context.Context, s *store.Store, id, field string) (found []prose.Finding, err error) {
	rows, err := s.DB().QueryContext(ctx, `SELECT coalesce(value, ''), coalesce(state, ''), coalesce(scale, '')
		FROM assessments WHERE commitment_id = ? AND indicator = ? AND source = 'official'`, id, field)
	if err != nil {
		return nil, fmt.Errorf("read OGP's database: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	found = []prose.Finding{}
	for rows.Next() {
		var f prose.Finding
		if err := rows.Scan(&f.Value, &f.State, &f.Scale); err != nil {
			return nil, err
		}
		found = append(found, f)
	}
	return found, rows.Err()
}
