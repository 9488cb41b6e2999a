package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
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

// officialAtOnce is of how many commitments the rows, of some kilobytes each, are
// in memory at once.
const officialAtOnce = 1000

// deriveEdition reads the assessments in one content of OGP's own database.
func deriveEdition(edition ogp.Edition, parser OfficialParser) duck.Step {
	return func(ctx context.Context, tx *duck.Tx) error {
		ids, err := duck.Texts(ctx, tx, duck.SQL("SELECT DISTINCT commitment_id FROM "+ogp.Identifier(edition.Table)+" WHERE commitment_id IS NOT NULL ORDER BY ALL"))
		read := parser.Read(edition.Columns)
		for some := range slices.Chunk(ids, officialAtOnce) {
			if err != nil {
				return err
			}
			var rows [][]any
			if rows, err = assessmentRows(ctx, tx, officialCells{edition, some, read}); err == nil {
				err = duck.Append(tables.OfficialReadingsName, rows)(ctx, tx)
			}
		}
		return err
	}
}

// officialCells are the rows of some commitments in one content, and what reads
// them.
type officialCells struct {
	edition ogp.Edition
	ids     []string
	read    func(cells []string) []ogp.Assessment
}

// assessmentRows reads the rows of some commitments. Rows of the same commitment
// add up.
func assessmentRows(ctx context.Context, from duck.Querier, o officialCells) (out [][]any, err error) {
	var cells []string
	for _, name := range tables.OfficialColumns(o.edition.Columns) {
		cells = append(cells, "coalesce("+ogp.Identifier(name)+", '')")
	}
	type row struct {
		id    string
		cells []any
	}
	rows, err := duck.Collect(ctx, from, duck.SQL(`
		SELECT commitment_id, [`+strings.Join(cells, ", ")+`] FROM `+ogp.Identifier(o.edition.Table)+`
		WHERE commitment_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY commitment_id, rowid`, o.ids),
		func(rows *sql.Rows, r *row) error { return rows.Scan(&r.id, &r.cells) })
	table, _ := ogp.FindTable(tables.AssessmentsName)
	for i := 0; i < len(rows); {
		id := rows[i].id
		var c ogp.Commitment
		for ; i < len(rows) && rows[i].id == id; i++ {
			c.Assessments = append(c.Assessments, o.read(derive.Strings(rows[i].cells))...)
		}
		out = append(out, []any{o.edition.SHA256, id, nestedItems(table, &c)})
	}
	return out, err
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
