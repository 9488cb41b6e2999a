package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"ogp"
	"ogp/store/duck"
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
func (s *Store) Coverage(ctx context.Context) ([]FieldCoverage, error) { return coverage(ctx, s.db) }

func coverage(ctx context.Context, from duck.Querier) ([]FieldCoverage, error) {
	fields, err := readingFields(ctx, from)
	if err != nil || len(fields) == 0 {
		return nil, err
	}
	selected := []string{"count(*)"}
	for _, field := range fields {
		selected = append(selected, field.count()...)
	}
	var total int
	coverage, targets := make([]FieldCoverage, len(fields)), []any{&total}
	for i := range coverage {
		targets = append(targets, &coverage[i].Filled, &coverage[i].Rows)
	}
	err = from.QueryRowContext(ctx, "SELECT "+strings.Join(selected, ", ")+" FROM readings").Scan(targets...)
	for i, field := range fields {
		coverage[i].Field, coverage[i].Total = field.name, total
	}
	if err != nil {
		err = fmt.Errorf("coverage: %w", duck.Explain(err))
	}
	return coverage, err
}

// readingField is a column of readings behind its key.
type readingField struct {
	name   string
	nested bool // a long table
}

// count are the two SQL expressions that count the field.
func (f readingField) count() []string {
	if !f.nested {
		return []string{"count(" + ogp.Identifier(f.name) + ")", "0"}
	}
	items := "len(" + ogp.Identifier(f.name) + ")"
	return []string{"count(*) FILTER (" + items + " > 0)", "coalesce(sum(" + items + "), 0)::BIGINT"}
}

func readingFields(ctx context.Context, from duck.Querier) ([]readingField, error) {
	return duck.Collect(ctx, from, duck.SQL(`
		SELECT column_name, starts_with(data_type, 'STRUCT') AND ends_with(data_type, '[]') FROM duckdb_columns()
		WHERE table_name = 'readings' AND database_name = current_database()
			AND column_name NOT IN ('commitment_id', 'language', 'version')
		ORDER BY column_index`), func(rows *sql.Rows, f *readingField) error { return rows.Scan(&f.name, &f.nested) })
}
