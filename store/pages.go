package store

import (
	"context"
	"fmt"
	"iter"

	"ogp"
)

// archivedOf are those of some commitments that the archive has pages of. Most of
// a batch are often new, and to learn that, one narrow column is read: the wide
// ones of a long archive would be tens of MB.
func archivedOf(ctx context.Context, q querier, ids []string) ([]string, error) {
	keys, err := readKeys(ctx, q, `SELECT DISTINCT commitment_id, '' FROM pages
		WHERE commitment_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY commitment_id`, ids)
	known := make([]string, len(keys))
	for i, k := range keys {
		known[i] = k.id
	}
	return known, err
}

// movePages writes the times, validators and numbers of versions that the
// archive has. Numbers move where an older copy of a page came in late.
func (w *saving) movePages(ctx context.Context) error {
	var rows, renumbered [][]any
	for _, h := range w.sorted() {
		for i, v := range h.versions {
			if v.was == 0 || !v.touched && v.was == i+1 {
				continue
			}
			rows = append(rows, []any{h.id, h.language, v.was, i + 1, v.first, v.last, textOrNull(v.etag), textOrNull(v.modified)})
			if v.was != i+1 {
				renumbered = append(renumbered, []any{h.id, h.language, v.was, i + 1})
			}
		}
	}
	return inOrder(ctx,
		w.staged(`UPDATE pages SET version = s.version, first_seen = s.first_seen, last_seen = s.last_seen,
				etag = s.etag, last_modified = s.last_modified
			FROM staged AS s
			WHERE pages.commitment_id = s.commitment_id AND pages.language = s.language AND pages.version = s.was`,
			movedColumns, rows),
		w.staged(`UPDATE readings SET version = s.version FROM staged AS s
			WHERE readings.commitment_id = s.commitment_id AND readings.language = s.language AND readings.version = s.was`,
			movedColumns[:4], renumbered),
	)
}

var movedColumns = []stagedColumn{
	{"commitment_id", "VARCHAR"}, {"language", "VARCHAR"}, {"was", "INTEGER"}, {"version", "INTEGER"},
	{"first_seen", "TIMESTAMP"}, {"last_seen", "TIMESTAMP"}, {"etag", "VARCHAR"}, {"last_modified", "VARCHAR"},
}

// copyPages repeats versions that were seen both before and after a copy that
// came in late. It runs when the versions have their new numbers.
func (w *saving) copyPages(ctx context.Context) error {
	var rows [][]any
	for _, h := range w.sorted() {
		for i, v := range h.versions {
			if v.copyOf != nil {
				rows = append(rows, []any{h.id, h.language, h.number(v.copyOf), i + 1, v.first, v.last, textOrNull(v.etag), textOrNull(v.modified)})
			}
		}
	}
	return inOrder(ctx,
		w.staged(`INSERT INTO pages
			SELECT p.* REPLACE (s.version AS version, s.first_seen AS first_seen, s.last_seen AS last_seen,
				s.etag AS etag, s.last_modified AS last_modified)
			FROM pages AS p JOIN staged AS s
				ON p.commitment_id = s.commitment_id AND p.language = s.language AND p.version = s.was`,
			movedColumns, rows),
		w.staged(`INSERT INTO readings
			SELECT r.* REPLACE (s.version AS version)
			FROM readings AS r JOIN staged AS s
				ON r.commitment_id = s.commitment_id AND r.language = s.language AND r.version = s.was`,
			movedColumns, rows),
	)
}

func (w *saving) staged(query string, columns []stagedColumn, rows [][]any) step {
	return func(ctx context.Context) error {
		return w.runStaged(ctx, staged{query: query, columns: columns, rows: rows})
	}
}

// added are the versions that are new, by page and number.
func (w *saving) added() iter.Seq2[*history, int] {
	return func(yield func(*history, int) bool) {
		for _, h := range w.sorted() {
			for i, v := range h.versions {
				if v.page != nil && !yield(h, i) {
					return
				}
			}
		}
	}
}

// addPages puts the versions that are new into the archive.
func (w *saving) addPages(ctx context.Context) error {
	var rows [][]any
	for h, i := range w.added() {
		row, err := w.pageRow(h, i)
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	return w.appendRows(ctx, "pages", rows)
}

// pageRow is the version's row in pages: the columns of ogp.Version, and the body.
func (w *saving) pageRow(h *history, i int) ([]any, error) {
	v := h.versions[i]
	header, err := headerText(v.page.Page)
	if err != nil {
		return nil, fmt.Errorf("%s: headers: %w", v.page.address(), err)
	}
	return []any{
		h.id, h.language, i + 1, textOrNull(v.page.address()), v.first, v.last, v.sha256, v.fingerprint,
		textOrNull(v.etag), textOrNull(v.modified), header, v.page.parcel.size, v.page.parcel.body,
	}, nil
}

// addReadings puts the readings of new versions beside them.
func (w *saving) addReadings(ctx context.Context) error {
	var rows readingRows
	return w.appendEach(ctx, "readings", func(yield func([]any) bool) {
		for h, i := range w.added() {
			if !yield(rows.of(h.key, i+1, &h.versions[i].page.Reading.Commitment)) {
				return
			}
		}
	})
}

// checkPages counts what is in the archive now: versions 1, 2, … of every page,
// each once. Without an index, this is what keeps keys unique.
func (w *saving) checkPages(ctx context.Context) error {
	changed := func(h *history) bool { return h.reshaped }
	want := 0
	for _, h := range w.histories {
		if changed(h) {
			want += len(h.versions)
		}
	}
	if want == 0 {
		return nil
	}
	rows, err := w.conn.QueryContext(ctx, `
		SELECT commitment_id, language, count(*), count(DISTINCT version), max(version)
		FROM pages WHERE commitment_id IN (SELECT unnest(?::VARCHAR[])) GROUP BY ALL`, w.ids(changed))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var k key
		var all, distinct, last int
		if err := rows.Scan(&k.id, &k.language, &all, &distinct, &last); err != nil {
			return err
		}
		if all != distinct || all != last {
			return fmt.Errorf("page %s (%s) would have %d rows for versions up to %d", k.id, k.language, all, last)
		}
		if h := w.histories[k]; h != nil && changed(h) {
			want -= all
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if want != 0 {
		return fmt.Errorf("%d versions are missing in pages", want)
	}
	return nil
}

// rebuildChanges tells anew what changed of the commitments whose versions did.
// The history of one that has a first version and no more is its date, for which
// nothing has to be read.
func (w *saving) rebuildChanges(ctx context.Context) error {
	var rows [][]any
	for _, h := range w.sorted() {
		if w.onlyNew(h) {
			rows = append(rows, changeRows(h.id, changesOf([]reading{{firstSeen: h.versions[0].first}}, nil))...)
		}
	}
	if err := w.appendRows(ctx, changesName, rows); err != nil {
		return err
	}
	return w.deriveChanges(ctx, w.ids(func(h *history) bool { return (h.reshaped || h.gone) && !w.onlyNew(h) }))
}

// onlyNew reports whether a page is new, and all that there is of its commitment.
func (w *saving) onlyNew(h *history) bool {
	return !h.gone && len(h.versions) == 1 && h.versions[0].was == 0 && !w.several[h.id]
}

func (w *saving) addVisits(ctx context.Context) error {
	visits := keptTable("visits")
	var rows [][]any
	for _, visit := range w.batch.Visits {
		rows = append(rows, ogp.RowOf(visits, visit))
	}
	return w.appendRows(ctx, visits.Name, rows)
}

// keptTable is one of ogp.KeptTables; its absence is a fault of this package.
func keptTable(name string) ogp.Table {
	for _, table := range ogp.KeptTables() {
		if table.Name == name {
			return table
		}
	}
	panic("store: no kept table " + name)
}
