package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Check is what the archive's readings hold and what was not understood.
type Check struct {
	Fills    []Fill    `json:"fields"`
	Findings []Finding `json:"findings"`
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
// one page where it stands.
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
	if c.Fills, err = s.fills(ctx); err == nil {
		c.Findings, err = s.findings(ctx)
	}
	if err != nil {
		return Check{}, fmt.Errorf("check %s: %w", s.path, err)
	}
	return c, nil
}

// newest are the newest readings of all pages.
const newest = `(FROM readings QUALIFY version = max(version) OVER (PARTITION BY commitment_id, language))`

func (s *Store) fills(ctx context.Context) ([]Fill, error) {
	fields := derivedFields()
	counts := make([]string, len(fields))
	for i, field := range fields {
		counts[i] = fmt.Sprintf("count(%s)", quote(field))
	}
	rows, err := s.db.QueryContext(ctx, fmt.Sprintf(
		"SELECT coalesce(template, ''), language, count(*), %s FROM %s GROUP BY ALL ORDER BY 1, 2", strings.Join(counts, ", "), newest))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var fills []Fill
	for rows.Next() {
		group, filled := Fill{}, make([]int, len(fields))
		targets := []any{&group.Template, &group.Language, &group.Of}
		for i := range filled {
			targets = append(targets, &filled[i])
		}
		if err := rows.Scan(targets...); err != nil {
			return nil, err
		}
		for i, field := range fields {
			fill := group
			fill.Field, fill.Filled = field, filled[i]
			fills = append(fills, fill)
		}
	}
	return fills, rows.Err()
}

// alwaysFilled are columns that every reading has.
var alwaysFilled = []string{"template", "milestone_count", "parser"}

// derivedFields are the columns of commitments that are read from pages and
// may be empty.
func derivedFields() []string {
	var fields []string
	for _, column := range readingColumns() {
		if !slices.Contains(alwaysFilled, column.Name) {
			fields = append(fields, column.Name)
		}
	}
	return fields
}

// unreadableCells are the cells of OGP's own database that no rule understands.
const unreadableCells = `
	SELECT 'unknown_cell', found.indicator, found.value, count(DISTINCT commitment_id), min(commitment_id)
	FROM (SELECT commitment_id, unnest(assessments) AS found FROM (` + newestOfficial + `))
	WHERE found.state = 'unreadable' GROUP BY ALL`

func (s *Store) findings(ctx context.Context) ([]Finding, error) {
	query := fmt.Sprintf(`
		SELECT issue.kind, coalesce(issue.field, ''), coalesce(issue.detail, ''), count(DISTINCT (commitment_id, language)), min(issue.url)
		FROM (SELECT commitment_id, language, unnest(issues) AS issue FROM %s)
		GROUP BY ALL`, newest)
	if !s.outdated {
		query += " UNION ALL " + unreadableCells
	}
	rows, err := s.db.QueryContext(ctx, query+" ORDER BY 1, 4 DESC, 2, 3")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var findings []Finding
	for rows.Next() {
		var f Finding
		if err := rows.Scan(&f.Kind, &f.Field, &f.Detail, &f.Pages, &f.Example); err != nil {
			return nil, err
		}
		findings = append(findings, f)
	}
	return findings, rows.Err()
}
