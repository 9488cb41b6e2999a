package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"ogp"
)

// FieldCoverage says how many readings have a value in a column of
// commitments, or rows in a long table.
type FieldCoverage struct {
	Field  string `json:"field"`  // the column, or the long table by the name it has inside commitments
	Filled int    `json:"filled"` // readings that have a value, or at least one row
	Total  int    `json:"total"`  // readings
	Rows   int    `json:"rows"`   // rows of a long table, all readings together; 0 for a column
}

// Rate is the share of readings that have a value: 0 to 1.
func (c FieldCoverage) Rate() float64 {
	if c.Total == 0 {
		return 0
	}
	return float64(c.Filled) / float64(c.Total)
}

// CoverageChange is a field whose coverage differs between two parsers.
type CoverageChange struct {
	Field  string        `json:"field"`
	Before FieldCoverage `json:"before"`
	After  FieldCoverage `json:"after"`
}

// CompareCoverage lists the fields whose coverage differs, in the order of
// after; fields that are only in one have zeros in the other.
func CompareCoverage(before, after []FieldCoverage) []CoverageChange {
	known := map[string]FieldCoverage{}
	for _, c := range before {
		known[c.Field] = c
	}
	var changes []CoverageChange
	for _, c := range after {
		was := known[c.Field]
		delete(known, c.Field)
		if was.Filled != c.Filled || was.Total != c.Total || was.Rows != c.Rows {
			changes = append(changes, CoverageChange{c.Field, was, c})
		}
	}
	for _, c := range before {
		if was, gone := known[c.Field]; gone {
			changes = append(changes, CoverageChange{c.Field, was, FieldCoverage{}})
		}
	}
	return changes
}

// Coverage counts what is filled in the readings of the whole archive, all
// versions of all pages: first the columns of commitments, then the long tables.
// The fields are those that the readings in the file have, which another version
// of the program may have made. There are none before the first reading.
func (s *Store) Coverage(ctx context.Context) ([]FieldCoverage, error) {
	fields, counts, err := s.fields(ctx)
	if err != nil || len(fields) == 0 {
		return nil, err
	}
	var total int
	targets := []any{&total}
	for i := range fields {
		targets = append(targets, &fields[i].Filled, &fields[i].Rows)
	}
	query := "SELECT count(*), " + strings.Join(counts, ", ") + " FROM readings"
	if err := s.db.QueryRowContext(ctx, query).Scan(targets...); err != nil {
		return nil, fmt.Errorf("coverage: %w", explain(err))
	}
	for i := range fields {
		fields[i].Total = total
	}
	return fields, nil
}

// fields are the fields of the readings in the file, and for each the two SQL
// expressions that count it.
func (s *Store) fields(ctx context.Context) (fields []FieldCoverage, counts []string, err error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT column_name, starts_with(data_type, 'STRUCT') AND ends_with(data_type, '[]') FROM duckdb_columns()
		WHERE table_name = 'readings' AND database_name = current_database()
			AND column_name NOT IN ('commitment_id', 'language', 'version')
		ORDER BY column_index`)
	if err != nil {
		return nil, nil, fmt.Errorf("coverage: %w", explain(err))
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var f FieldCoverage
		var nested bool
		if err := rows.Scan(&f.Field, &nested); err != nil {
			return nil, nil, fmt.Errorf("coverage: %w", err)
		}
		fields = append(fields, f)
		if !nested {
			counts = append(counts, "count("+quote(f.Field)+")", "0")
			continue
		}
		items := "len(" + quote(f.Field) + ")"
		counts = append(counts, "count(*) FILTER ("+items+" > 0)", "coalesce(sum("+items+"), 0)::BIGINT")
	}
	return fields, counts, rows.Err()
}

// tally counts coverage as Coverage does, of readings that are not stored.
type tally struct{ fields []FieldCoverage }

func (t *tally) add(c *ogp.Commitment) {
	columns, tables, plan := readingColumns(), nestedTables(), readingPlan()
	if t.fields == nil {
		for _, column := range columns {
			t.fields = append(t.fields, FieldCoverage{Field: column.Name})
		}
		for _, table := range tables {
			t.fields = append(t.fields, FieldCoverage{Field: table.Nested()})
		}
	}
	values := c.Row()
	for i, at := range plan.flat {
		t.fields[i].count(values[at] != nil, 0)
	}
	for i, table := range tables {
		rows := len(c.Rows(table))
		t.fields[len(plan.flat)+i].count(rows > 0, rows)
	}
}

func (c *FieldCoverage) count(filled bool, rows int) {
	c.Total++
	c.Rows += rows
	if filled {
		c.Filled++
	}
}
