package export

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"ogp"
)

// A part of the dataset is what is read at once. DuckDB sorts it in memory and
// the driver holds whole results, so the part is what bounds the memory of an
// export: it has about partBytes of data, and at most partRows commitments.
const (
	partRows  = 1024
	partBytes = 6 << 20
)

// prepare reads the dataset once, part by part in the order of the IDs, into
// Parquet files in the folder for temporary ones: commitments with everything
// inside. Every file of the export is made from these, so that all formats hold
// the same rows, and the views are not joined and sorted again for each.
func (j *job) prepare(ctx context.Context) error {
	j.step("read")
	ids, err := j.source.ids(ctx)
	if err != nil {
		return err
	}
	if ids == nil {
		return j.source.noData()
	}
	query := j.source.nested(ogp.LongTables())
	for from, rows := 0, partRows/8; from < len(ids); {
		to := min(from+rows, len(ids))
		size, err := j.addPart(ctx, query.within(between(ids, from, to)))
		if err != nil {
			return fmt.Errorf("read commitments: %w", err)
		}
		j.bounds, j.bytes = append(j.bounds, ids[from]), j.bytes+size
		j.moved(to, len(ids))
		from, rows = to, nextPart(to-from, size)
	}
	return nil
}

// nextPart is how many rows the part after one of some rows and bytes has: as
// many as would be partBytes, approached step by step.
func nextPart(rows, bytes int) int {
	return max(1, min(rows*partBytes/max(1, bytes), 2*rows, partRows))
}

// addPart writes a part, and tells the size of what is in it.
func (j *job) addPart(ctx context.Context, query string) (bytes int, err error) {
	path := filepath.Join(j.temp, fmt.Sprintf("part-%06d.parquet", len(j.parts)))
	// What is read a few times and thrown away is not worth a dictionary or compressing.
	text := fmt.Sprintf("COPY (%s) TO %s (FORMAT parquet, COMPRESSION uncompressed, DICTIONARY_SIZE_LIMIT 1, STRING_DICTIONARY_PAGE_SIZE_LIMIT 1024)", query, literal(path))
	if _, err := j.source.tx.ExecContext(ctx, text); err != nil {
		return 0, err
	}
	j.parts = append(j.parts, path)
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return int(info.Size()), nil
}

// between is the condition of the commitments from one place to another among
// IDs in order. It is open towards those before the first and behind the last,
// so that no row can fall outside.
func between(ids []string, from, to int) string {
	within := "true"
	if from > 0 {
		within += " AND commitment_id >= " + literal(ids[from])
	}
	if to < len(ids) {
		within += " AND commitment_id < " + literal(ids[to])
	}
	return within
}

// nested is a FROM with the commitments of some parts, in their nested form.
func nested(parts []string) string {
	files := make([]string, len(parts))
	for i, path := range parts {
		files[i] = literal(globEscape(path))
	}
	return "read_parquet([" + strings.Join(files, ", ") + "], hive_partitioning = false)"
}

// rowsOf is a FROM with the rows of a table in some parts, in the order of the
// key: the parts are, and so are the rows in a list.
func rowsOf(table ogp.Table, parts []string) string {
	if isMain(table) {
		return nested(parts)
	}
	return rowsFrom(table, nested(parts))
}

// rowsFrom is a FROM with the rows of a long table out of one with commitments.
func rowsFrom(table ogp.Table, commitments string) string {
	return fmt.Sprintf("(SELECT commitment_id, unnest(rows, max_depth := 2) FROM (SELECT commitment_id, %s AS rows FROM %s))",
		ident(table.Nested()), commitments)
}

// all is a FROM with all rows of a table, whether it was chosen or not.
func (j *job) all(name string) string {
	table, _ := ogp.FindTable(name)
	return rowsOf(table, j.parts)
}

// batch is some rows, and how many parts are done once it is.
type batch struct {
	done int
	rows [][]any
}

// batchSize is how many rows are handed over at once.
const batchSize = 256

// rowSource is where rows are read from: the columns, and a FROM with those of
// some parts, of which as many are read at once.
type rowSource struct {
	columns []string
	from    func(parts []string) string
	parts   int
}

// each calls fn with every row of a source, in order, while the rows that follow
// are being read. Values are nil, string, int64 and time.Time (UTC). fn may not
// use the database; it runs in a goroutine of its own, since the database is to
// be asked from one thread (see Write).
func (j *job) each(ctx context.Context, rows rowSource, fn func(row []any) error) error {
	group, ctx := errgroup.WithContext(ctx)
	batches := make(chan batch, 2)
	group.Go(func() error {
		for b := range batches {
			for _, row := range b.rows {
				if err := fn(row); err != nil {
					return err
				}
			}
			j.moved(b.done, len(j.parts))
		}
		return nil
	})
	err := j.readParts(ctx, rows, batches)
	close(batches)
	// Where fn has failed, reading was cancelled for it.
	return cmp.Or(group.Wait(), err)
}

// readParts sends the rows of all parts.
func (j *job) readParts(ctx context.Context, rows rowSource, to chan<- batch) error {
	done := 0
	for parts := range slices.Chunk(j.parts, rows.parts) {
		done += len(parts)
		text := "SELECT " + strings.Join(rows.columns, ", ") + " FROM " + rows.from(parts)
		if err := j.readBatches(ctx, text, done, to); err != nil {
			return err
		}
	}
	return nil
}

// readBatches sends the rows of a query.
func (j *job) readBatches(ctx context.Context, text string, done int, to chan<- batch) error {
	var rows [][]any
	send := func() error {
		select {
		case to <- batch{done, rows}:
			rows = make([][]any, 0, batchSize)
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	err := j.source.run(ctx, text, func(row []any) error {
		if rows = append(rows, slices.Clone(row)); len(rows) < batchSize {
			return nil
		}
		return send()
	})
	if err != nil {
		return err
	}
	return send()
}

// longParts is how many parts of a long table are read at once: its rows are
// short, and a query has its price.
const longParts = 4

// eachRow calls fn with every row of a table in its flat form.
func (j *job) eachRow(ctx context.Context, table ogp.Table, fn func(row []any) error) error {
	rows := rowSource{flat(table), func(parts []string) string { return rowsOf(table, parts) }, longParts}
	if isMain(table) {
		rows.parts = 1
	}
	if err := j.each(ctx, rows, fn); err != nil {
		return fmt.Errorf("read %s: %w", table.Name, err)
	}
	return nil
}

// flat are the columns of a table in its flat form: one text for a list.
func flat(table ogp.Table) []string {
	var columns []string
	for _, column := range table.Columns {
		value := ident(column.Name)
		if column.Type == ogp.List {
			value = fmt.Sprintf("array_to_string(%s, %s) AS %s", value, literal(listSeparator), value)
		}
		columns = append(columns, value)
	}
	return columns
}

// listSeparator stands between the items of a list in flat files.
const listSeparator = "; "

// isoSQL is a time in SQL as the text that ogp.Timestamp.Layout gives it.
func isoSQL(value string) string {
	return fmt.Sprintf("strftime(%s, '%%Y-%%m-%%dT%%H:%%M:%%S.%%fZ')", value)
}
