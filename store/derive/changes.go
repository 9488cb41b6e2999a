package derive

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"ogp"
	"ogp/store/duck"
	"ogp/store/history"
)

// atOnce is how many commitments have all their readings in memory.
const atOnce = 1000

// Changes is the step that rebuilds the table changes for some commitments.
func Changes(ids []string) duck.Step {
	return func(ctx context.Context, tx *duck.Tx) error {
		for some := range slices.Chunk(ids, atOnce) {
			if err := changesOf(ctx, tx, some); err != nil {
				return err
			}
		}
		if len(ids) == 0 {
			return nil
		}
		return tx.Exec(ctx, countShared)
	}
}

// countShared counts the commitments that have an edit in common: of one column, or
// of a column of any item, from and to the same on one day.
const countShared = `UPDATE changes SET shared_by = s.pages FROM (
		SELECT rowid AS place, count(DISTINCT commitment_id) OVER (
			PARTITION BY changed_at::DATE, regexp_replace(field, '\[\d+\]', ''), "before", "after")::INTEGER AS pages
		FROM changes WHERE kind = 'edited' AND changed_at IS NOT NULL
	) AS s WHERE changes.rowid = s.place AND changes.shared_by IS DISTINCT FROM s.pages`

func changesOf(ctx context.Context, tx *duck.Tx, ids []string) error {
	if err := tx.Exec(ctx, "DELETE FROM changes WHERE commitment_id IN (SELECT unnest(?::VARCHAR[]))", ids); err != nil {
		return fmt.Errorf("clear changes: %w", err)
	}
	readings, err := readReadings(ctx, tx, ids)
	if err != nil {
		return fmt.Errorf("read what changed: %w", err)
	}
	observed, err := readGone(ctx, tx, ids)
	if err != nil {
		return fmt.Errorf("read what was gone: %w", err)
	}
	first, err := readFirstSeen(ctx, tx, ids)
	if err != nil {
		return fmt.Errorf("read when pages were first seen: %w", err)
	}
	var rows [][]any
	for len(readings) > 0 {
		end := slices.IndexFunc(readings, func(r history.Reading) bool { return r.ID != readings[0].ID })
		if end < 0 {
			end = len(readings)
		}
		page := readings[0].PageKey
		record := history.Record{FirstSeen: first[page.ID], Readings: readings[:end], Observations: observed[page]}
		rows = append(rows, ChangeRows(page.ID, record.Changes())...)
		readings = readings[end:]
	}
	return duck.Append(ogp.ChangesTable, rows)(ctx, tx)
}

// readFirstSeen is when commitments were first seen, in whatever language.
func readFirstSeen(ctx context.Context, from duck.Querier, ids []string) (map[string]time.Time, error) {
	type row struct {
		id    string
		first time.Time
	}
	rows, err := duck.Collect(ctx, from, duck.SQL(`SELECT commitment_id, min(first_seen) FROM versions
		WHERE commitment_id IN (SELECT unnest(?::VARCHAR[])) GROUP BY commitment_id`, ids),
		func(rows *sql.Rows, r *row) error { return rows.Scan(&r.id, duck.OrZero(&r.first)) })
	first := map[string]time.Time{}
	for _, r := range rows {
		first[r.id] = r.first
	}
	return first, err
}

// ChangeRows are the rows of changes for a commitment.
func ChangeRows(id string, changes []ogp.Change) [][]any {
	table, _ := ogp.FindTable(ogp.ChangesTable)
	commitment := &ogp.Commitment{Tables: ogp.Tables{Changes: changes}}
	rows := commitment.Rows(table)
	for i := range rows {
		rows[i] = append([]any{id, i + 1}, rows[i]...)
	}
	return rows
}

// readReadings reads all versions of the commitments in the preferred language,
// ordered by ID and version. Their texts are read only where there are several:
// most pages never change.
func readReadings(ctx context.Context, from duck.Querier, ids []string) ([]history.Reading, error) {
	readings, err := queryReadings(ctx, from, "[]::VARCHAR[], []::VARCHAR[][][]", ids)
	if err != nil {
		return nil, err
	}
	var several []string
	for i := 1; i < len(readings); i++ {
		if readings[i].ID == readings[i-1].ID {
			several = append(several, readings[i].ID)
		}
	}
	if len(several) == 0 {
		return readings, nil
	}
	full, err := queryReadings(ctx, from, "["+columnTexts()+"], ["+itemTexts()+"]", slices.Compact(several))
	for i := range readings { // both are in the same order
		if len(full) > 0 && full[0].ID == readings[i].ID {
			readings[i], full = full[0], full[1:]
		}
	}
	return readings, err
}

func queryReadings(ctx context.Context, from duck.Querier, values string, ids []string) ([]history.Reading, error) {
	return duck.Collect(ctx, from, duck.SQL(`
		WITH preferred AS (
			SELECT commitment_id, language
			FROM readings WHERE commitment_id IN (SELECT unnest(?::VARCHAR[]))
			GROUP BY commitment_id, language
			QUALIFY row_number() OVER (PARTITION BY commitment_id ORDER BY language <> 'en', language) = 1
		)
		SELECT r.commitment_id, r.language, r.parser, p.first_seen, p.last_seen, `+values+`
		FROM preferred
		JOIN readings AS r USING (commitment_id, language)
		JOIN versions AS p USING (commitment_id, language, version)
		ORDER BY r.commitment_id, r.version`, ids), func(rows *sql.Rows, r *history.Reading) error {
		var values, tables []any
		if err := rows.Scan(&r.ID, &r.Language, duck.OrZero(&r.Parser), duck.OrZero(&r.FirstSeen), duck.OrZero(&r.LastSeen), &values, &tables); err != nil {
			return err
		}
		r.Values = Strings(values)
		for _, table := range tables {
			var items []history.Item
			for _, row := range table.([]any) {
				items = append(items, Strings(row.([]any)))
			}
			r.Items = append(r.Items, items)
		}
		return nil
	})
}

// Strings are the values of a list of text.
func Strings(values []any) []string {
	texts := make([]string, len(values))
	for i, value := range values {
		texts[i] = value.(string)
	}
	return texts
}

// itemTexts are the items of the compared long tables, each row a list of text.
func itemTexts() string {
	var lists []string
	for _, table := range history.ItemTables() {
		var fields []string
		for _, column := range table.Compared {
			fields = append(fields, "coalesce(x."+ogp.Identifier(column.Name)+"::VARCHAR, '')")
		}
		lists = append(lists, "coalesce(list_transform(r."+ogp.Identifier(table.Nested())+", lambda x: ["+strings.Join(fields, ", ")+"]), [])")
	}
	return strings.Join(lists, ", ")
}

// columnTexts are the compared columns as text: lists joined with "; ", dates
// in ISO 8601, NULL as nothing.
func columnTexts() string {
	var columns []string
	for _, column := range history.Columns() {
		text := "r." + ogp.Identifier(column.Name) + "::VARCHAR"
		if column.Type == ogp.List {
			text = "array_to_string(r." + ogp.Identifier(column.Name) + ", '; ')"
		}
		columns = append(columns, "coalesce("+text+", '')")
	}
	return strings.Join(columns, ", ")
}
