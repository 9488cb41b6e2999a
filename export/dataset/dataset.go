// Package dataset reads what an export writes.
//
// In comes a database with the view commitments, whose long tables are nested in
// it, and the standalone tables, and a selection. Open copies the selected commitments into a temporary
// table, all at one moment and in the order of their IDs, and refuses rows that
// could not be joined. Out go SQL for the rows of each table, which formats hand
// to DuckDB's COPY, rows one by one, and statistics.
//
// It never writes to the database, which may be open for reading only, and knows
// nothing of files and formats.
package dataset

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"ogp"
)

// ErrNoData marks a database, or a selection from it, without commitments: an
// export of nothing would replace an earlier one that holds something.
var ErrNoData = errors.New("no commitments")

// Selection says which part of the database is read.
type Selection struct {
	Members   []string    // slugs of members; none means all
	Templates []string    // layouts of pages; none means all
	Tables    []ogp.Table // the tables that are exported, in the order of ogp.AllTables
}

// Has reports whether a table is selected.
func (s Selection) Has(name string) bool {
	return slices.ContainsFunc(s.Tables, func(t ogp.Table) bool { return t.Name == name })
}

// HasMain reports whether the table commitments is selected.
func (s Selection) HasMain() bool { return s.Has(ogp.Commitments().Name) }

// LongTables are the selected tables that are nested inside a commitment.
func (s Selection) LongTables() []ogp.Table {
	return slices.DeleteFunc(slices.Clone(s.Tables), func(t ogp.Table) bool { return IsMain(t) || t.Standalone() })
}

// IsMain reports whether a table is commitments.
func IsMain(table ogp.Table) bool { return table.Name == ogp.Commitments().Name }

// chunk is how many commitments are read at once. The driver holds all rows of a
// query, and DuckDB all that it sorts, so this bounds the memory of an export.
const chunk = 500

// Dataset is the selected part of a database, as it was when it was opened.
type Dataset struct {
	Selection
	conn  *sql.Conn
	first []string // the first ID of every chunk
}

// Open copies the selected commitments into a temporary table and checks them.
// moved is told how many of them are there. ErrNoData says that there are none.
func Open(ctx context.Context, db *sql.DB, selection Selection, moved func(done, total int)) (*Dataset, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	d := &Dataset{Selection: selection, conn: conn}
	if err := d.copy(ctx, moved); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

// Close removes the temporary table.
func (d *Dataset) Close() {
	drop := "DROP TABLE IF EXISTS " + copied + "; DROP TABLE IF EXISTS " + copiedOfficial
	for _, table := range ogp.StandaloneTables() {
		drop += "; DROP TABLE IF EXISTS " + copiedName(table)
	}
	_, _ = d.conn.ExecContext(context.Background(), drop)
	_ = d.conn.Close()
}

// Temporary tables with the whole dataset, and with what OGP's own database has of
// it, each commitment once.
const (
	copied         = "temp.ogp_dataset"
	copiedOfficial = "temp.ogp_official"
)

// copiedTables are the standalone tables that are copied: the others follow from the
// commitments and the database.
func copiedTables() []ogp.Table {
	return slices.DeleteFunc(slices.Clone(ogp.StandaloneTables()), func(t ogp.Table) bool { return t.Name == coverageTable || t.Name == ogp.FullTable })
}

const coverageTable = "coverage"

// copiedName is the temporary table with the rows of a standalone one.
func copiedName(table ogp.Table) string { return "temp." + ogp.Identifier("ogp_"+table.Name) }

// requesting is the condition of the runs that an export tells: those that found
// nothing to request changed nothing, and the same data gives the same bytes.
const requesting = "fetched + unchanged + failed + refused + gone + unread + mismatched + truncated > 0 OR outcome IN ('refused', 'failed')"

// giveBack has DuckDB give memory back that it is done with. It would keep up to
// half a gigabyte, and its memory limit would not be one.
const giveBack = "SET allocator_bulk_deallocation_flush_threshold = '8MB'"

// copy fills the temporary table within one transaction, so that all of it is of
// one moment.
func (d *Dataset) copy(ctx context.Context, moved func(done, total int)) error {
	if err := d.Exec(ctx, giveBack); err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	tx, err := d.conn.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	if err := d.fill(ctx, tx, moved); err != nil {
		return errors.Join(err, rollback(tx))
	}
	return tx.Commit()
}

// rollback ends a transaction that may have ended with its context.
func rollback(tx *sql.Tx) error {
	if err := tx.Rollback(); !errors.Is(err, sql.ErrTxDone) {
		return err
	}
	return nil
}

func (d *Dataset) fill(ctx context.Context, tx *sql.Tx, moved func(done, total int)) error {
	ids, err := d.selectIDs(ctx, tx)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, createTable()); err != nil {
		return fmt.Errorf("copy commitments: %w", err)
	}
	if err := d.copyStandalone(ctx, tx); err != nil {
		return err
	}
	insert := "INSERT INTO " + copied + " SELECT " + strings.Join(nestedColumns(), ", ") + " FROM commitments WHERE " + d.condition()
	for part := range slices.Chunk(ids, chunk) {
		d.first = append(d.first, part[0])
	}
	for i := range d.first {
		if _, err := tx.ExecContext(ctx, insert+" AND "+d.within(i)+" ORDER BY commitment_id"); err != nil {
			return fmt.Errorf("copy commitments: %w", err)
		}
		moved(min((i+1)*chunk, len(ids)), len(ids))
	}
	return d.fillFull(ctx, tx)
}

// fillFull makes the wide table, a chunk at a time: joined and sorted as a whole, it
// would not fit into the memory of an export.
func (d *Dataset) fillFull(ctx context.Context, tx *sql.Tx) error {
	full, _ := ogp.FindTable(ogp.FullTable)
	if !d.Has(full.Name) {
		return nil
	}
	into := "CREATE TEMP TABLE " + copiedName(full) + " AS "
	for i := range d.first {
		commitments := fmt.Sprintf("(SELECT * FROM %s WHERE %s)", All, d.within(i))
		official := fmt.Sprintf("(SELECT * FROM %s WHERE %s)", copiedOfficial, d.within(i))
		if _, err := tx.ExecContext(ctx, into+ogp.FullQuery(commitments, official)+" ORDER BY commitment_id"); err != nil {
			return fmt.Errorf("copy %s: %w", full.Name, err)
		}
		into = "INSERT INTO " + copiedName(full) + " "
	}
	return nil
}

// copyStandalone copies the standalone tables, and what belongs to the selected
// members of OGP's own database.
func (d *Dataset) copyStandalone(ctx context.Context, tx *sql.Tx) error {
	copies := []string{fmt.Sprintf("CREATE TEMP TABLE %s AS SELECT * FROM %s WHERE repeats_row IS NULL AND commitment_id IN (SELECT commitment_id FROM %s WHERE known_from <> 'page') AND %s ORDER BY commitment_id",
		copiedOfficial, ogp.OfficialCommitments().Name, ogp.FullTable, d.condition())}
	for _, table := range copiedTables() {
		condition := everything
		switch {
		case table.Name == ogp.RunsTable:
			condition = requesting
		case len(d.Members) > 0 && slices.ContainsFunc(table.Columns, func(c ogp.Column) bool { return c.Name == "member_slug" }):
			condition = oneOf("member_slug", d.Members)[0]
		}
		copies = append(copies, fmt.Sprintf("CREATE TEMP TABLE %s AS SELECT %s FROM %s WHERE %s ORDER BY ALL",
			copiedName(table), strings.Join(Flat(table.Columns), ", "), table.Name, condition))
	}
	for _, query := range copies {
		if _, err := tx.ExecContext(ctx, query); err != nil {
			return fmt.Errorf("copy tables: %w", err)
		}
	}
	return nil
}

// selectIDs are the IDs of the selected commitments, in order, each once.
func (d *Dataset) selectIDs(ctx context.Context, tx *sql.Tx) ([]string, error) {
	if err := d.checkMembers(ctx, tx); err != nil {
		return nil, err
	}
	ids, err := texts(ctx, tx, "SELECT DISTINCT commitment_id FROM commitments WHERE "+d.condition()+" ORDER BY 1")
	switch {
	case err != nil:
		return nil, err
	case ids != nil:
		return ids, nil
	case d.condition() == everything:
		return nil, fmt.Errorf("%w in the database: `ogp import` fetches their pages; OGP's own database alone is for `ogp query` and `ogp gaps`", ErrNoData)
	}
	return nil, fmt.Errorf("%w in this selection: ogp query lists members and templates", ErrNoData)
}

// checkMembers makes sure that every selected member is known.
func (d *Dataset) checkMembers(ctx context.Context, tx *sql.Tx) error {
	if len(d.Members) == 0 {
		return nil
	}
	known, err := texts(ctx, tx, `SELECT DISTINCT member_slug FROM commitments WHERE member_slug IS NOT NULL ORDER BY 1`)
	if err != nil {
		return err
	}
	return CheckNames("member", known, d.Members)
}

// everything is the condition of a selection that leaves nothing out.
const everything = "true"

// condition is the selection in SQL.
func (s Selection) condition() string {
	conditions := slices.Concat(oneOf("member_slug", s.Members), oneOf("template", s.Templates))
	if conditions == nil {
		return everything
	}
	return strings.Join(conditions, " AND ")
}

// within is the condition of one chunk. What is before the first commitment or behind
// the last belongs to the first or the last chunk: OGP's own database has commitments
// that no page has.
func (d *Dataset) within(i int) string {
	condition := everything
	if i > 0 {
		condition += " AND commitment_id >= " + ogp.Literal(d.first[i])
	}
	if i+1 < len(d.first) {
		condition += " AND commitment_id < " + ogp.Literal(d.first[i+1])
	}
	return condition
}

// oneOf is the condition that an expression has one of some values; none where
// any value will do.
func oneOf(expression string, values []string) []string {
	if len(values) == 0 {
		return nil
	}
	quoted := make([]string, len(values))
	for i, value := range values {
		quoted[i] = ogp.Literal(value)
	}
	return []string{expression + " IN (" + strings.Join(quoted, ", ") + ")"}
}
