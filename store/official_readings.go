package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"ogp"
	"ogp/store/derive"
	"ogp/store/duck"
	"ogp/store/tables"
)

// reparseOfficial reads all editions of OGP's own database again.
func reparseOfficial(parser OfficialParser) duck.Step {
	return func(ctx context.Context, tx *duck.Tx) error {
		if parser.Read == nil {
			return nil
		}
		if err := tx.Exec(ctx, "DELETE FROM "+tables.OfficialReadingsName); err != nil {
			return err
		}
		editions, err := duck.Collect(ctx, tx, duck.SQL(`SELECT sha256, columns, rows_in FROM official_editions
			QUALIFY row_number() OVER (PARTITION BY sha256 ORDER BY edition) = 1`), func(rows *sql.Rows, e *ogp.Edition) error {
			var columns []any
			err := rows.Scan(&e.SHA256, &columns, &e.Table)
			e.Columns = derive.Strings(columns)
			return err
		})
		for _, edition := range editions {
			if err == nil {
				err = deriveEdition(edition, parser)(ctx, tx)
			}
		}
		if err != nil {
			return fmt.Errorf("OGP's database: %w", err)
		}
		return setMeta(metaOfficial, parser.Version)(ctx, tx)
	}
}

// officialAtOnce is how many rows, of some kilobytes each, are in memory at once.
const officialAtOnce = 1000

// deriveEdition reads one content of OGP's own database.
func deriveEdition(edition ogp.Edition, parser OfficialParser) duck.Step {
	var cells []string
	for _, name := range tables.OfficialColumns(edition.Columns) {
		cells = append(cells, "coalesce("+ogp.Identifier(name)+", '')")
	}
	type row struct {
		id    string
		cells []any
	}
	return func(ctx context.Context, tx *duck.Tx) error {
		read := parser.Read(edition.Columns)
		for from := 0; ; from += officialAtOnce {
			rows, err := duck.Collect(ctx, tx, duck.SQL("SELECT commitment_id, ["+strings.Join(cells, ", ")+"] FROM "+ogp.Identifier(edition.Table)+
				" ORDER BY rowid LIMIT ? OFFSET ?", officialAtOnce, from),
				func(rows *sql.Rows, r *row) error { return rows.Scan(duck.OrZero(&r.id), &r.cells) })
			if err != nil || len(rows) == 0 {
				return err
			}
			var out [][]any
			for i, row := range rows {
				c := read(derive.Strings(row.cells))
				c.ID, c.Row = row.id, ogp.Count(from+i+1)
				out = append(out, officialReading(edition.SHA256, c))
			}
			if err := duck.Append(tables.OfficialReadingsName, out)(ctx, tx); err != nil {
				return err
			}
		}
	}
}

// officialReading is a row of the table official_readings.
func officialReading(sha256 string, c ogp.OfficialCommitment) []any {
	assessments, _ := ogp.FindTable(tables.AssessmentsName)
	row := append([]any{sha256}, ogp.RowOf(tables.OfficialReading(), c)...)
	return append(row, nestedItems(assessments, &ogp.Commitment{Tables: ogp.Tables{Assessments: c.Assessments}}))
}

// officialStale reports whether the assessments in OGP's own database were read by
// another parser, or are still to be read.
func officialStale(ctx context.Context, from duck.Querier, parser string) (bool, error) {
	by, err := readMeta(ctx, from, metaOfficial)
	if err != nil || by == parser {
		return false, err
	}
	var editions int
	if err := from.QueryRowContext(ctx, "SELECT count(*) FROM official_editions").Scan(&editions); err != nil {
		return false, fmt.Errorf("count editions of OGP's database: %w", err)
	}
	return editions > 0, nil
}
