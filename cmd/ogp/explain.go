package main

import (
	"context"
	"encoding/json"
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
		Long: `Show where the value of a field comes from: the label as printed, the text and
the markup around it, what was done to it, the line of the parser's tables that
has the label, and the archived page. Beside it, what OGP's own database says.

A field is a column of commitments, a long table, one row of it, or a value of
that row: milestones, milestones[2], milestones[2].status. Texts are the page's
own, with the personal data that the dataset leaves out.`,
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

var partNotation = regexp.MustCompile(`^(\w+)(?:\[([1-9]\d{0,5})\])?(?:\.(\w+))?$`)

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

// officialColumns are the columns of OGP's own database that say what a field says, where
// not the one of its name does.
var officialColumns = map[string][]string{
	"title":             {"short_title", "title"},
	"commitment_title":  {"title", "short_title"},
	"description":       {"full_text"},
	"action_plan_cycle": {"year_of_submission"},
	"action_plans":      {"action_plan_id", "action_plan_number", "year_of_submission", "action_plan_end_year"},
	"institutions":      {"lead_institution", "support_institutions"},
}

// officialFindings are what OGP's own database says of a field: as in assessments, or in
// the columns for it.
func officialFindings(ctx context.Context, s *store.Store, id, field string) (found []prose.Finding, err error) {
	query := `SELECT number AS place, indicator AS "column", coalesce(value, '') AS value, coalesce(state, '') AS state, coalesce(scale, '') AS scale
		FROM assessments WHERE commitment_id = $1 AND indicator = $2 AND source = 'official'`
	named, others := officialColumns[field]
	for i, column := range ogp.OfficialCommitments().Columns {
		if slices.Contains(named, column.Name) || !others && column.Name == field && !slices.Contains(ogp.OfficialIndicators(), field) {
			text := ogp.Identifier(column.Name) + "::VARCHAR"
			if column.Type == ogp.List {
				text = "array_to_string(" + ogp.Identifier(column.Name) + ", '; ')"
			}
			query += fmt.Sprintf("\nUNION ALL SELECT %d, %s, coalesce(%s, ''), CASE WHEN %[3]s <> '' THEN 'value' ELSE 'empty' END, '' FROM official_commitments WHERE commitment_id = $1 AND repeats_row IS NULL",
				i, ogp.Literal(column.Name), text)
		}
	}
	var list string
	err = s.DB().QueryRowContext(ctx, "SELECT coalesce(to_json(list(f ORDER BY place)), '[]')::VARCHAR FROM ("+query+") AS f", id, field).Scan(&list)
	if err == nil {
		err = json.Unmarshal([]byte(list), &found)
	}
	if err != nil {
		return nil, fmt.Errorf("read OGP's database: %w", err)
	}
	return found, nil
}
