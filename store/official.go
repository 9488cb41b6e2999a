package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"ogp"
)

// officialName is the view of OGP's own database in the edition in force. The
// columns are the file's: some hundred and seventy, which change with every
// release. So each content is a table of its own, made with the columns of its
// file and never altered, and the view stands over the one that counts.
const officialName = "official"

// OfficialParser reads the findings in OGP's own database.
type OfficialParser struct {
	// Version names the parser, as in readings.
	Version string
	// Read returns what makes findings of a row, given the names of the columns.
	Read func(columns []string) func(cells []string) []ogp.Assessment
}

// KeepOfficial keeps the rows of OGP's own database and derives their findings.
// It returns the edition that is in force then: the one given, with its number,
// or the one before if that has the same content.
//
// The rows are stored some at a time, so that memory stays small and others may
// read meanwhile, and count from the last transaction on: where it fails, is
// cancelled or killed, the edition before stays in force.
func (s *Store) KeepOfficial(ctx context.Context, edition ogp.Edition, rows iter.Seq2[ogp.OfficialRow, error], parser OfficialParser) (ogp.Edition, error) {
	k := &officialFile{Store: s, edition: edition, parser: parser}
	if err := k.keep(ctx, rows); err != nil {
		return ogp.Edition{}, fmt.Errorf("keep OGP's database: %w", err)
	}
	return k.edition, nil
}

// officialFile is one call of KeepOfficial under way.
type officialFile struct {
	*Store
	edition ogp.Edition
	parser  OfficialParser
	known   bool // an edition has this content
	inForce bool // the one in force has it
}

func (k *officialFile) keep(ctx context.Context, rows iter.Seq2[ogp.OfficialRow, error]) error {
	if err := k.write(ctx, k.begin); err != nil || k.inForce {
		return err
	}
	var err error
	if !k.known {
		err = inOrder(ctx, func(ctx context.Context) error { return k.keepRows(ctx, rows) }, k.deriveRows)
	}
	if err == nil {
		err = k.write(ctx, k.keepEdition, k.showOfficial, k.setMeta(metaOfficial, k.parser.Version))
	}
	if err != nil && !k.known {
		return errors.Join(err, k.write(context.WithoutCancel(ctx), k.dropLeft))
	}
	return err
}

// begin numbers the edition, and makes the table of a content that is not there
// yet.
func (k *officialFile) begin(ctx context.Context) error {
	newest, err := newestEdition(ctx, k.conn)
	if err != nil {
		return err
	}
	k.edition.Number = 1
	if newest != nil {
		k.edition.Number = newest.Number + 1
	}
	if newest != nil && newest.SHA256 == k.edition.SHA256 {
		k.edition, k.inForce = *newest, true
		return nil
	}
	k.edition.Table = fmt.Sprintf("%s_%d", officialName, k.edition.Number)
	err = k.conn.QueryRowContext(ctx, "SELECT rows_in FROM official_editions WHERE sha256 = ? LIMIT 1", k.edition.SHA256).Scan(&k.edition.Table)
	if !errors.Is(err, sql.ErrNoRows) {
		k.known = true
		return err
	}
	return inOrder(ctx, k.dropLeft, k.statement(officialTable(k.edition)))
}

// dropLeft drops what is there of a content that no edition has: a kill left it.
func (k *officialFile) dropLeft(ctx context.Context) error {
	return inOrder(ctx, k.statement("DROP TABLE IF EXISTS "+quote(k.edition.Table)),
		k.statement("DELETE FROM "+officialReadingsName+" WHERE sha256 = ?", k.edition.SHA256))
}

// officialAtOnce is how many rows, of some kilobytes each, go into one
// transaction.
const officialAtOnce = 1000

func (k *officialFile) keepRows(ctx context.Context, rows iter.Seq2[ogp.OfficialRow, error]) error {
	var batch [][]any
	store := func(ctx context.Context) error { return k.appendRows(ctx, k.edition.Table, batch) }
	for row, err := range rows {
		if err != nil {
			return err
		}
		if batch = append(batch, officialRow(row, len(k.edition.Columns))); len(batch) < officialAtOnce {
			continue
		}
		if err := k.write(ctx, store); err != nil {
			return err
		}
		batch = batch[:0]
	}
	return k.write(ctx, store)
}

// deriveRows reads the findings in the rows.
func (k *officialFile) deriveRows(ctx context.Context) error {
	var ids []key
	err := k.write(ctx, func(ctx context.Context) (err error) {
		ids, err = k.officialKeys(ctx, k.edition)
		return err
	})
	read := k.parser.Read(k.edition.Columns)
	for some := range slices.Chunk(ids, officialAtOnce) {
		if err == nil {
			err = k.write(ctx, func(ctx context.Context) error { return k.appendFindings(ctx, k.edition, some, read) })
		}
	}
	return err
}

// officialRow is a row with a value for each column: nothing for an empty cell.
func officialRow(row ogp.OfficialRow, columns int) []any {
	values := make([]any, columns+1)
	values[0] = textOrNull(row.ID)
	for i, cell := range row.Cells {
		values[i+1] = textOrNull(cell)
	}
	return values
}

func (k *officialFile) keepEdition(ctx context.Context) error {
	table := keptTable("official_editions")
	return k.appendRows(ctx, table.Name, [][]any{ogp.RowOf(table, k.edition)})
}

// showOfficial makes the view of the edition in force. A view made anew loses
// its comments.
func (k *officialFile) showOfficial(ctx context.Context) error {
	return inOrder(ctx, k.statement(officialView(k.edition)),
		k.statement(officialObject("VIEW", officialName, k.edition).comments()),
		k.statement(officialObject("TABLE", k.edition.Table, k.edition).comments()))
}

// officialTable holds the rows of one content.
func officialTable(edition ogp.Edition) string {
	lines := []string{"commitment_id VARCHAR"}
	for _, name := range officialNames(edition.Columns) {
		lines = append(lines, quote(name)+" VARCHAR")
	}
	return "CREATE TABLE " + quote(edition.Table) + " (\n    " + strings.Join(lines, ",\n    ") + "\n);\n"
}

func officialView(edition ogp.Edition) string {
	return "CREATE OR REPLACE VIEW " + officialName + " AS SELECT * FROM " + quote(edition.Table) + " ORDER BY rowid;\n"
}

// officialNames are the names of the file's columns in its table: as given,
// unless SQL could not tell them apart.
func officialNames(columns []string) []string {
	names := make([]string, len(columns))
	taken := map[string]bool{"commitment_id": true}
	for i, given := range columns {
		given = strings.TrimSpace(validText(given))
		if given == "" {
			given = fmt.Sprintf("column_%d", i+1)
		}
		name := given
		for n := 2; taken[strings.ToLower(name)]; n++ {
			name = fmt.Sprintf("%s_%d", given, n)
		}
		taken[strings.ToLower(name)] = true
		names[i] = name
	}
	return names
}

func officialObject(kind, name string, edition ogp.Edition) object {
	table := keptTable(officialName)
	o := object{kind: kind, name: name, comment: table.Doc, columns: describe(table)}
	if name != officialName {
		o.comment = fmt.Sprintf("OGP's own commitments database as given in %s, SHA-256 %s.", edition.File, edition.SHA256)
	}
	for i, name := range officialNames(edition.Columns) {
		o.columns = append(o.columns, described{name, fmt.Sprintf("Column %d of OGP's database, as given.", i+1)})
	}
	return o
}

// Official is the edition of OGP's own database that is in force; nil if none
// was imported.
func (s *Store) Official(ctx context.Context) (*ogp.Edition, error) {
	if s.schema < 3 {
		return nil, nil
	}
	edition, err := newestEdition(ctx, s.db)
	if err != nil {
		return nil, fmt.Errorf("look for OGP's database: %w", explain(err))
	}
	return edition, nil
}

type rowQuerier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// newestEdition is the edition in force; nil if there is none.
func newestEdition(ctx context.Context, q rowQuerier) (*ogp.Edition, error) {
	var e ogp.Edition
	var at sql.NullTime
	var columns []any
	err := q.QueryRowContext(ctx, `
		SELECT edition, imported_at, coalesce(run_id, ''), coalesce(file, ''), sha256, coalesce(bytes, 0),
			coalesce(encoding, ''), coalesce(columns, []), coalesce(row_count, 0), rows_in
		FROM official_editions ORDER BY edition DESC LIMIT 1`).
		Scan(&e.Number, &at, &e.Run, &e.File, &e.SHA256, &e.Bytes, &e.Encoding, &columns, &e.RowCount, &e.Table)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	e.ImportedAt, e.Columns = at.Time, stringsOf(columns)
	return &e, err
}
