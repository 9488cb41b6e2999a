package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"ogp"
)

// reading is what changes are told from: one version of a commitment in the
// preferred language, its flat columns as text.
type reading struct {
	id        string
	firstSeen time.Time
	parser    string
	values    []string // in the order of comparedColumns; empty for NULL
}

// deriveChanges rebuilds the table changes for some commitments.
func (s *Store) deriveChanges(ctx context.Context, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	if err := s.exec(ctx, "DELETE FROM changes WHERE commitment_id IN (SELECT unnest(?::VARCHAR[]))", ids); err != nil {
		return fmt.Errorf("clear changes: %w", err)
	}
	readings, err := s.readingsOf(ctx, ids)
	if err != nil {
		return fmt.Errorf("read what changed: %w", err)
	}
	var rows [][]any
	for len(readings) > 0 {
		end := slices.IndexFunc(readings, func(r reading) bool { return r.id != readings[0].id })
		if end < 0 {
			end = len(readings)
		}
		rows = append(rows, changeRows(readings[0].id, changesBetween(readings[:end]))...)
		readings = readings[end:]
	}
	return s.appendRows(ctx, changesName, rows)
}

// changesBetween is the history of one commitment, oldest first.
func changesBetween(readings []reading) []ogp.Change {
	changes := []ogp.Change{{ChangedAt: readings[0].firstSeen, Kind: "new"}}
	for i := 1; i < len(readings); i++ {
		changes = append(changes, edits(readings[i-1], readings[i])...)
	}
	return changes
}

// edits are the columns that differ between two versions. Readings by two
// parsers are not compared: the difference could be the parsers'.
func edits(before, after reading) []ogp.Change {
	if before.parser != after.parser {
		return nil
	}
	var changes []ogp.Change
	for i, column := range comparedColumns() {
		if before.values[i] == after.values[i] {
			continue
		}
		changes = append(changes, ogp.Change{
			ChangedAt: after.firstSeen, Kind: "edited", Field: column.Name,
			Before: before.values[i], After: after.values[i],
		})
	}
	return changes
}

func changeRows(id string, changes []ogp.Change) [][]any {
	table, _ := ogp.FindTable(changesName)
	commitment := &ogp.Commitment{Tables: ogp.Tables{Changes: changes}}
	rows := commitment.Rows(table)
	for i := range rows {
		rows[i] = append([]any{id, i + 1}, rows[i]...)
	}
	return rows
}

// comparedColumns are the columns whose difference is an edit of the page: all
// but the key, what says where a row comes from, and who read it.
func comparedColumns() []ogp.Column {
	return slices.DeleteFunc(readingColumns(), func(column ogp.Column) bool { return column.Name == "parser" })
}

// readingsOf reads all versions of the commitments in the preferred language,
// ordered by ID and version. Their texts are read only where there are several:
// most pages never change, and a history of one is told by its date.
func (s *Store) readingsOf(ctx context.Context, ids []string) ([]reading, error) {
	readings, err := s.queryReadings(ctx, "[]::VARCHAR[]", ids)
	if err != nil {
		return nil, err
	}
	var several []string
	for i := 1; i < len(readings); i++ {
		if readings[i].id == readings[i-1].id {
			several = append(several, readings[i].id)
		}
	}
	if len(several) == 0 {
		return readings, nil
	}
	full, err := s.queryReadings(ctx, "["+textColumns()+"]", slices.Compact(several))
	return replaceReadings(readings, full), err
}

// replaceReadings puts full, which has all readings of some commitments, in the
// place of those; both are in the same order.
func replaceReadings(readings, full []reading) []reading {
	for i := range readings {
		if len(full) > 0 && full[0].id == readings[i].id {
			readings[i], full = full[0], full[1:]
		}
	}
	return readings
}

func (s *Store) queryReadings(ctx context.Context, values string, ids []string) (readings []reading, err error) {
	rows, err := s.conn.QueryContext(ctx, `
		WITH preferred AS (
			SELECT commitment_id, language
			FROM readings WHERE commitment_id IN (SELECT unnest(?::VARCHAR[]))
			GROUP BY commitment_id, language
			QUALIFY row_number() OVER (PARTITION BY commitment_id ORDER BY language <> 'en', language) = 1
		)
		SELECT r.commitment_id, coalesce(r.parser, ''), p.first_seen, `+values+`
		FROM preferred
		JOIN readings AS r USING (commitment_id, language)
		JOIN pages AS p USING (commitment_id, language, version)
		ORDER BY r.commitment_id, r.version`, ids)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var r reading
		var values []any
		if err := rows.Scan(&r.id, &r.parser, &r.firstSeen, &values); err != nil {
			return nil, err
		}
		for _, value := range values {
			r.values = append(r.values, value.(string))
		}
		readings = append(readings, r)
	}
	return readings, rows.Err()
}

// textColumns are the compared columns as text: lists joined with "; ", dates
// in ISO 8601, NULL as nothing.
func textColumns() string {
	var columns []string
	for _, column := range comparedColumns() {
		text := "r." + quote(column.Name) + "::VARCHAR"
		if column.Type == ogp.List {
			text = "array_to_string(r." + quote(column.Name) + ", '; ')"
		}
		columns = append(columns, "coalesce("+text+", '')")
	}
	return strings.Join(columns, ", ")
}
