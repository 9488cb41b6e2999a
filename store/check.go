package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"ogp"
	"ogp/store/duck"
	"ogp/store/tables"
)

// Check is what the archive's readings hold and what was not understood.
type Check struct {
	Fills    []Fill    `json:"fields"`
	Findings []Finding `json:"findings"`

	Descriptions []Description `json:"-"`
}

// Fill is how many commitments of one template and language have a value in
// one column.
type Fill struct {
	Field    string `json:"field"`
	Template string `json:"template"`
	Language string `json:"language"`
	Filled   int    `json:"filled"`
	Of       int    `json:"of"`
}

// Finding is something that was not understood, with how often it was met and
// one page that has it.
type Finding struct {
	Kind    string `json:"kind"`
	Field   string `json:"field"`
	Detail  string `json:"detail"`
	Pages   int    `json:"pages"`   // for a cell of OGP's own database: commitments
	Example string `json:"example"` // address of a page; for a cell, ID of a commitment
}

// Check counts over the newest reading of every page, in every language.
func (s *Store) Check(ctx context.Context) (Check, error) {
	var c Check
	var err error
	if c.Fills, err = fills(ctx, s.db); err == nil {
		c.Findings, err = s.findings(ctx)
	}
	if err == nil {
		c.Descriptions, err = descriptions(ctx, s.db)
	}
	if err != nil {
		return Check{}, fmt.Errorf("check %s: %w", s.path, err)
	}
	return c, nil
}

// newest are the newest readings of all pages.
const newest = `(FROM readings QUALIFY version = max(version) OVER (PARTITION BY commitment_id, language))`

// alwaysFilled are columns that every reading has.
var alwaysFilled = []string{"template", "milestone_count", "parser"}

// fills counts the columns of commitments that are read from pages and may be
// empty.
func fills(ctx context.Context, from duck.Querier) ([]Fill, error) {
	groups, err := countFields(ctx, from, newest, "coalesce(template, '')", "language")
	columns := map[string]bool{}
	for _, column := range ogp.ReadingColumns() {
		columns[column.Name] = !slices.Contains(alwaysFilled, column.Name)
	}
	var fills []Fill
	for _, group := range groups {
		for _, field := range group.fields {
			if columns[field.Field] {
				fills = append(fills, Fill{field.Field, group.names[0], group.names[1], field.Filled, field.Total})
			}
		}
	}
	return fills, err
}

// unreadableCells are the cells of OGP's own database that no rule understands.
const unreadableCells = `
	SELECT 'unknown_cell', found.indicator, found.value, count(DISTINCT commitment_id), min(commitment_id)
	FROM (SELECT commitment_id, unnest(assessments) AS found FROM (` + tables.NewestOfficial + `))
	WHERE found.state = 'unreadable' GROUP BY ALL`

func (f file) findings(ctx context.Context) ([]Finding, error) {
	query := fmt.Sprintf(`
		SELECT issue.kind, coalesce(issue.field, ''), coalesce(issue.detail, ''), count(DISTINCT (commitment_id, language)), min(issue.url)
		FROM (SELECT commitment_id, language, unnest(issues) AS issue FROM %s)
		GROUP BY ALL`, newest)
	if !f.outdated {
		query += " UNION ALL " + unreadableCells
	}
	return duck.Collect(ctx, f.db, duck.SQL(query+" ORDER BY 1, 4 DESC, 2, 3"), func(rows *sql.Rows, f *Finding) error {
		return rows.Scan(&f.Kind, &f.Field, &f.Detail, &f.Pages, &f.Example)
	})
}
