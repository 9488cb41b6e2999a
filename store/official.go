package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"ogp"
	"ogp/store/derive"
	"ogp/store/duck"
	"ogp/store/tables"
)

// OfficialParser reads OGP's own database.
type OfficialParser struct {
	// Version names the parser, as in readings.
	Version string
	// Read returns what reads a row, given the names of the columns.
	Read func(columns []string) func(cells []string) ogp.OfficialCommitment
}

// KeepOfficial keeps the rows of OGP's own database and derives their assessments,
// in one transaction. It returns the edition that is in force then: the one given,
// with its number, or the one before if that has the same content.
func (s *Store) KeepOfficial(ctx context.Context, edition ogp.Edition, rows iter.Seq2[ogp.OfficialRow, error], parser OfficialParser) (ogp.Edition, error) {
	err := s.db.Write(ctx, func(ctx context.Context, tx *duck.Tx) error {
		known, err := numberEdition(ctx, tx, &edition)
		if err != nil || known == editionInForce {
			return err
		}
		if known == editionNew {
			err = duck.InOrder(dropLeftover(edition), duck.Exec(tables.OfficialRows(edition)), keepRows(edition, rows), deriveEdition(edition, parser), matchRows)(ctx, tx)
		}
		if err != nil {
			return err
		}
		table := tables.Kept("official_editions")
		return duck.InOrder(
			duck.Append(table.Name, [][]any{ogp.RowOf(table, edition)}),
			showOfficial(edition),
			setMeta(metaOfficial, parser.Version),
			derive.Discrepancies(nil))(ctx, tx)
	})
	if err != nil {
		return ogp.Edition{}, fmt.Errorf("keep OGP's database: %w", err)
	}
	return edition, nil
}

// editionState is what the archive has of an edition's content.
type editionState int

const (
	editionNew     editionState = iota // nothing
	editionKnown                       // an earlier edition has it
	editionInForce                     // the edition in force has it
)

// numberEdition numbers an edition, and names the table of its rows. An edition
// that is in force already is taken over as it is.
func numberEdition(ctx context.Context, tx *duck.Tx, edition *ogp.Edition) (editionState, error) {
	newest, err := newestEdition(ctx, tx)
	if err != nil {
		return editionNew, err
	}
	if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(edition), 0) + 1 FROM official_editions").Scan(&edition.Number); err != nil {
		return editionNew, err
	}
	if newest != nil && newest.SHA256 == edition.SHA256 {
		*edition = *newest
		return editionInForce, nil
	}
	edition.Table = fmt.Sprintf("%s_%d", tables.OfficialName, edition.Number)
	err = tx.QueryRowContext(ctx, "SELECT rows_in FROM official_editions WHERE sha256 = ? LIMIT 1", edition.SHA256).Scan(&edition.Table)
	if errors.Is(err, sql.ErrNoRows) {
		return editionNew, nil
	}
	return editionKnown, err
}

// dropLeftover drops what a killed run of an earlier version of the program left of
// a content that no edition has.
func dropLeftover(edition ogp.Edition) duck.Step {
	return duck.InOrder(duck.Exec("DROP TABLE IF EXISTS "+ogp.Identifier(edition.Table)),
		duck.Exec("DELETE FROM "+tables.OfficialReadingsName+" WHERE sha256 = ?", edition.SHA256))
}

func keepRows(edition ogp.Edition, rows iter.Seq2[ogp.OfficialRow, error]) duck.Step {
	return func(ctx context.Context, tx *duck.Tx) error {
		var failed error
		err := tx.Append(ctx, edition.Table, func(yield func([]any) bool) {
			for row, err := range rows {
				if failed = err; err != nil || !yield(officialRow(row, len(edition.Columns))) {
					return
				}
			}
		})
		return errors.Join(failed, err)
	}
}

// officialRow is a row with a value for each column: nothing for an empty cell.
func officialRow(row ogp.OfficialRow, columns int) []any {
	values := make([]any, columns+1)
	values[0] = duck.TextOrNull(row.ID)
	for i, cell := range row.Cells {
		values[i+1] = duck.TextOrNull(cell)
	}
	return values
}

// showOfficial makes the view of the edition in force. A view made again loses
// its comments. One that is held back is not shown.
func showOfficial(edition ogp.Edition) duck.Step {
	if edition.HeldBack != "" {
		return duck.InOrder()
	}
	return duck.InOrder(duck.Exec(tables.OfficialView(&edition)),
		duck.Exec(tables.OfficialObject("VIEW", tables.OfficialName, edition).Comments()),
		duck.Exec(tables.OfficialObject("TABLE", edition.Table, edition).Comments()))
}

// Official is the edition of OGP's own database that is in force; nil if none
// was imported.
func (s *Store) Official(ctx context.Context) (*ogp.Edition, error) { return s.officialEdition(ctx) }

func (f file) officialEdition(ctx context.Context) (*ogp.Edition, error) {
	if f.schema < officialSchema {
		return nil, nil
	}
	edition, err := newestEdition(ctx, f.db)
	if err != nil {
		return nil, fmt.Errorf("look for OGP's database: %w", err)
	}
	return edition, nil
}

// newestEdition is the edition in force; nil if there is none. Files of schema 3 have
// no edition that is held back.
func newestEdition(ctx context.Context, from duck.Querier) (*ogp.Edition, error) {
	editions, err := duck.Read[ogp.Edition](ctx, from, tables.Kept("official_editions"), duck.SQL(`
		FROM official_editions UNION ALL BY NAME SELECT NULL::VARCHAR AS held_back WHERE false`))
	var newest *ogp.Edition
	for _, e := range editions {
		if e.HeldBack == "" && (newest == nil || e.Number > newest.Number) {
			newest = &e
		}
	}
	return newest, err
}
