package export

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"ogp"
)

// partSize is how many commitments are read at once. DuckDB sorts them in
// memory, and the driver holds a whole result there, so the part is what bounds
// it: a thousand commitments with all that belongs to them are some tens of
// megabytes.
const partSize = 1024

// prepare reads the dataset once, part by part in the order of the IDs, into
// Parquet files in the folder for temporary ones: commitments with everything
// inside. Every file of the export is made from these, so that all formats hold
// the same rows, and the views are not joined and sorted again for each.
func (j *job) prepare(ctx context.Context) error {
	j.step("read")
	query := j.source.nested(ogp.LongTables())
	bounds, err := j.source.bounds(ctx)
	if err != nil {
		return err
	}
	if bounds == nil {
		return j.source.noData()
	}
	j.bounds = bounds
	for i := range bounds {
		path := filepath.Join(j.temp, fmt.Sprintf("part-%06d.parquet", i))
		// Dictionaries would take most of the time and be read once.
		text := fmt.Sprintf("COPY (%s) TO %s (FORMAT parquet, COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 1)", query.within(span(bounds, i)), literal(path))
		if _, err := j.source.tx.ExecContext(ctx, text); err != nil {
			return fmt.Errorf("read commitments: %w", err)
		}
		j.parts = append(j.parts, path)
		j.moved(i+1, len(bounds))
	}
	return nil
}

// span is the condition of the i-th part, given the first ID of each. The first
// and the last part are open, so that no row can fall outside.
func span(bounds []string, i int) string {
	within := "true"
	if i > 0 {
		within += " AND commitment_id >= " + literal(bounds[i])
	}
	if i+1 < len(bounds) {
		within += " AND commitment_id < " + literal(bounds[i+1])
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
// use the database.
func (j *job) each(ctx context.Context, rows rowSource, fn func(row []any) error) error {
	group, ctx := errgroup.WithContext(ctx)
	batches := make(chan batch, 2)
	group.Go(func() error {
		defer close(batches)
		done := 0
		for parts := range slices.Chunk(j.parts, rows.parts) {
			done += len(parts)
			text := "SELECT " + strings.Join(rows.columns, ", ") + " FROM " + rows.from(parts)
			if err := j.readBatches(ctx, text, done, batches); err != nil {
				return err
			}
		}
		return nil
	})
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
	return group.Wait()
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
