package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/rivo/uniseg"
	"github.com/spf13/cobra"

	"ogp"
	"ogp/cmd/ogp/console"
	"ogp/store"
)

func queryCommand(a *app) *cobra.Command {
	format := ""
	cmd := &cobra.Command{
		Use:   "query SQL",
		Short: "Run a read-only SQL query (DuckDB) on the database",
		Example: `  ogp query "SELECT member, count(*) FROM commitments GROUP BY ALL ORDER BY 2 DESC"
  ogp query --format csv "FROM milestones" > milestones.csv`,
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return a.runQuery(cmd.Context(), args[0], format) },
	}
	choiceFlag(cmd.Flags(), &format, "format", "form of the output", "table", "csv", "json")
	return cmd
}

func (a *app) runQuery(ctx context.Context, query, format string) error {
	return a.reading(ctx, store.Options{Sandboxed: true}, func(s *store.Store) error {
		rows, err := s.Query(ctx, query)
		if err != nil {
			return fmt.Errorf("query: %w", err)
		}
		result, err := readResult(rows)
		if err != nil {
			return fmt.Errorf("query: %w", err)
		}
		if err := result.write(a.output(format), format); err != nil {
			return err
		}
		a.summary("query: %s", count(len(result.rows), "row"))
		return nil
	})
}

// result is what a query gave.
type result struct {
	columns []string
	rows    [][]any
}

func readResult(rows *sql.Rows) (result, error) {
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return result{}, err
	}
	types, err := rows.ColumnTypes()
	if err != nil {
		return result{}, err
	}
	r := result{columns: columns}
	for rows.Next() {
		row, targets := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			targets[i] = &row[i]
		}
		if err := rows.Scan(targets...); err != nil {
			return result{}, err
		}
		for i := range row {
			row[i] = typedValue(types[i].DatabaseTypeName(), row[i])
		}
		r.rows = append(r.rows, row)
	}
	return r, errors.Join(rows.Err(), rows.Close())
}

func (r result) write(w io.Writer, format string) error {
	switch format {
	case "json":
		return r.writeJSON(w)
	case "csv":
		records := [][]string{r.columns}
		for _, row := range r.rows {
			records = append(records, texts(row, ""))
		}
		return writeCSV(w, records)
	default:
		return r.writeTable(w)
	}
}

// writeJSON writes an array of objects, a row a line, keys in the query's order.
func (r result) writeJSON(w io.Writer) error {
	lines := make([]string, len(r.rows))
	for i, row := range r.rows {
		var object ogp.Object
		for j, value := range row {
			object.Put(r.columns[j], plainValue(value))
		}
		line, err := ogp.JSON(&object)
		if err != nil {
			return fmt.Errorf("row %d as JSON: %w", i+1, err)
		}
		lines[i] = "\n" + line
	}
	_, err := fmt.Fprintf(w, "[%s\n]\n", strings.Join(lines, ","))
	return err
}

// texts are a row's values as text.
func texts(row []any, null string) []string {
	out := make([]string, len(row))
	for i, value := range row {
		out[i] = cellText(value, null)
	}
	return out
}

func cellText(value any, null string) string {
	switch v := plainValue(value).(type) {
	case nil:
		return null
	case string:
		return v
	case []any, map[string]any:
		if text, err := ogp.JSON(v); err == nil {
			return text
		}
		return fmt.Sprint(v)
	default:
		return fmt.Sprint(v)
	}
}

// cellWidth is the widest column of a table on a terminal; elsewhere nothing
// is cut.
const cellWidth = 60

func (r result) writeTable(w io.Writer) error {
	limit := 0
	if screen, ok := w.(*console.Writer); ok && isTerminal(screen.To) {
		limit = cellWidth
	}
	header := slices.Clone(r.columns)
	for i := range header {
		header[i] = oneLine(header[i], limit)
	}
	lines := [][]string{header}
	for _, row := range r.rows {
		cells := texts(row, "NULL")
		for i := range cells {
			cells[i] = oneLine(cells[i], limit)
		}
		lines = append(lines, cells)
	}
	widths := make([]int, len(r.columns))
	for _, cells := range lines {
		for i, cell := range cells {
			widths[i] = max(widths[i], uniseg.StringWidth(cell))
		}
	}
	return writeAligned(w, lines, widths)
}

func writeAligned(w io.Writer, lines [][]string, widths []int) error {
	var b strings.Builder
	for n, cells := range lines {
		for i, cell := range cells {
			if i > 0 {
				b.WriteString("  ")
			}
			b.WriteString(cell)
			if i+1 < len(cells) {
				b.WriteString(strings.Repeat(" ", widths[i]-uniseg.StringWidth(cell)))
			}
		}
		b.WriteByte('\n')
		if n == 0 {
			for i, width := range widths {
				if i > 0 {
					b.WriteString("  ")
				}
				b.WriteString(strings.Repeat("─", width))
			}
			b.WriteByte('\n')
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// oneLine shows a text in one line of at most limit columns; 0 means no limit.
func oneLine(text string, limit int) string {
	text = console.Line(strings.ReplaceAll(text, "\n", " ⏎ "))
	if limit == 0 || uniseg.StringWidth(text) <= limit {
		return text
	}
	var b strings.Builder
	used := 0
	graphemes := uniseg.NewGraphemes(text)
	for graphemes.Next() && used+graphemes.Width() < limit {
		b.WriteString(graphemes.Str())
		used += graphemes.Width()
	}
	return b.String() + "…"
}
