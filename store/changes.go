package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"ogp"
)

// reading is what changes are told from: one version of a commitment in the
// preferred language, its flat columns as text.
type reading struct {
	key
	firstSeen time.Time
	parser    string
	values    []string // in the order of comparedColumns; empty for NULL
	items     [][]item // in the order of itemTables
}

// comparedAtOnce is how many commitments have all their readings in memory.
const comparedAtOnce = 1000

// deriveChanges rebuilds the table changes for some commitments.
func (s *Store) deriveChanges(ctx context.Context, ids []string) error {
	for some := range slices.Chunk(ids, comparedAtOnce) {
		if err := s.deriveSome(ctx, some); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) deriveSome(ctx context.Context, ids []string) error {
	if err := s.exec(ctx, "DELETE FROM changes WHERE commitment_id IN (SELECT unnest(?::VARCHAR[]))", ids); err != nil {
		return fmt.Errorf("clear changes: %w", err)
	}
	readings, err := s.readingsOf(ctx, ids)
	if err != nil {
		return fmt.Errorf("read what changed: %w", err)
	}
	looks, err := readLooks(ctx, s.conn, ids)
	if err != nil {
		return fmt.Errorf("read what was gone: %w", err)
	}
	var rows [][]any
	for len(readings) > 0 {
		end := slices.IndexFunc(readings, func(r reading) bool { return r.id != readings[0].id })
		if end < 0 {
			end = len(readings)
		}
		rows = append(rows, changeRows(readings[0].id, changesOf(readings[:end], looks[readings[0].key]))...)
		readings = readings[end:]
	}
	return s.appendRows(ctx, changesName, rows)
}

// changesOf is the history of one commitment, oldest first.
func changesOf(readings []reading, looks []glance) []ogp.Change {
	changes := []ogp.Change{{ChangedAt: readings[0].firstSeen, Kind: "new"}}
	for i := 1; i < len(readings); i++ {
		changes = append(changes, edits(readings[i-1], readings[i])...)
	}
	changes = append(changes, absences(looks)...)
	// A page that returns changed is told to have returned, and then how.
	slices.SortStableFunc(changes, func(a, b ogp.Change) int {
		return cmp.Or(a.ChangedAt.Compare(b.ChangedAt), cmp.Compare(rank(a), rank(b)))
	})
	return changes
}

func rank(c ogp.Change) int {
	return slices.Index([]string{"new", "withdrawn", "returned", "reassigned", "edited"}, c.Kind)
}

// edits are the differences between two versions. Readings by two parsers are
// not compared: the difference could be the parsers'.
func edits(before, after reading) []ogp.Change {
	if before.parser != after.parser {
		return nil
	}
	told := map[string]bool{} // columns and tables, so that nothing is told twice
	var items []ogp.Change
	compare := func(covered bool) {
		for i, table := range itemTables() {
			if covered == (table.covers >= 0) {
				more := table.edits(before.items[i], after.items[i], told)
				told[table.Name] = told[table.Name] || len(more) > 0
				items = append(items, more...)
			}
		}
	}
	compare(false)
	told["milestone_count"] = told["milestones"]
	changes := columnEdits(before, after, told)
	// The kinds of documents that columns tell of.
	told["action_plan"], told["irm_report"] = told["action_plans"], told["irm_reports"]
	compare(true)
	changes = append(changes, items...)
	for i := range changes {
		c := &changes[i]
		c.ChangedAt, c.Kind = after.firstSeen, "edited"
		if c.Field == "title" && unrecognizable(c.Before, c.After) {
			c.Kind = "reassigned"
		}
	}
	return changes
}

func columnEdits(before, after reading, told map[string]bool) []ogp.Change {
	var changes []ogp.Change
	for i, column := range comparedColumns() {
		if before.values[i] != after.values[i] && !told[column.Name] {
			told[column.Name] = true
			changes = append(changes, ogp.Change{Field: column.Name, Before: before.values[i], After: after.values[i]})
		}
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
var comparedColumns = sync.OnceValue(func() []ogp.Column {
	return slices.DeleteFunc(readingColumns(), func(column ogp.Column) bool { return column.Name == "parser" })
})

// readingsOf reads all versions of the commitments in the preferred language,
// ordered by ID and version. Their texts are read only where there are several:
// most pages never change, and a history of one is told by its date.
func (s *Store) readingsOf(ctx context.Context, ids []string) ([]reading, error) {
	readings, err := s.queryReadings(ctx, "[]::VARCHAR[], []::VARCHAR[][][]", ids)
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
	full, err := s.queryReadings(ctx, "["+textColumns()+"], ["+textItems()+"]", slices.Compact(several))
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
		SELECT r.commitment_id, r.language, coalesce(r.parser, ''), p.first_seen, `+values+`
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
		var values, tables []any
		if err := rows.Scan(&r.id, &r.language, &r.parser, &r.firstSeen, &values, &tables); err != nil {
			return nil, err
		}
		r.values = stringsOf(values)
		for _, table := range tables {
			var items []item
			for _, row := range table.([]any) {
				items = append(items, stringsOf(row.([]any)))
			}
			r.items = append(r.items, items)
		}
		readings = append(readings, r)
	}
	return readings, rows.Err()
}

func stringsOf(values []any) []string {
	texts := make([]string, len(values))
	for i, value := range values {
		texts[i] = value.(string)
	}
	return texts
}

// textItems are the items of the compared long tables, each row a list of text.
func textItems() string {
	var lists []string
	for _, table := range itemTables() {
		var fields []string
		for _, column := range table.columns {
			fields = append(fields, "coalesce(x."+quote(column.Name)+"::VARCHAR, '')")
		}
		lists = append(lists, "coalesce(list_transform(r."+quote(table.Nested())+", lambda x: ["+strings.Join(fields, ", ")+"]), [])")
	}
	return strings.Join(lists, ", ")
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
