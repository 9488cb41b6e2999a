package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"ogp"
)

// officialReadingsName is the table of what was read in OGP's own database, as
// readings is of what was read in pages.
const officialReadingsName = "official_readings"

func officialReadingsTable() object {
	table, _ := ogp.FindTable(assessmentsName)
	return object{
		kind: "TABLE", name: officialReadingsName,
		comment: "What the parser read in every edition of OGP's own database: the findings of its rows, by commitment.",
		columns: []described{
			{"sha256", "SHA-256 of the file, in hexadecimal."},
			{"commitment_id", "OGP's number of the commitment."},
			{table.Name, "The findings, in the order of the rows. " + table.Doc},
		},
		create: "CREATE TABLE " + officialReadingsName + " (\n    sha256 VARCHAR NOT NULL,\n    commitment_id VARCHAR NOT NULL,\n    " +
			quote(table.Name) + " " + nestedType(table) + "\n);\n",
	}
}

// newestOfficial are the findings of the edition in force.
const newestOfficial = `    SELECT commitment_id, assessments
    FROM official_readings
    WHERE sha256 = (SELECT sha256 FROM official_editions ORDER BY edition DESC LIMIT 1)`

// bothAssessments are the page's findings and then those of OGP's own database,
// numbered on.
func bothAssessments(table ogp.Table) string {
	name := quote(table.Nested())
	fields := []string{`"number" := (x."number" + len(r.` + name + `))::INTEGER`}
	for _, column := range ownColumns(table) {
		fields = append(fields, quote(column.Name)+" := x."+quote(column.Name))
	}
	return "r." + name + " || coalesce(list_transform(o." + name + ", lambda x: struct_pack(" + strings.Join(fields, ", ") + ")), [])"
}

// DeriveOfficial reads the findings in all editions of OGP's own database again,
// in one transaction. It belongs before Rederive, which completes the derived
// tables.
func (s *Store) DeriveOfficial(ctx context.Context, parser OfficialParser) error {
	derive := func(ctx context.Context) error {
		if err := s.exec(ctx, "DELETE FROM "+officialReadingsName); err != nil {
			return err
		}
		editions, err := s.contents(ctx)
		for _, edition := range editions {
			if err == nil {
				err = s.deriveEdition(ctx, edition, parser)
			}
		}
		return err
	}
	if err := s.write(ctx, derive, s.setMeta(metaOfficial, parser.Version)); err != nil {
		return fmt.Errorf("read OGP's database again: %w", err)
	}
	return nil
}

// contents are the editions, each content once.
func (s *Store) contents(ctx context.Context) (editions []ogp.Edition, err error) {
	rows, err := s.conn.QueryContext(ctx, "SELECT sha256, columns, rows_in FROM official_editions QUALIFY row_number() OVER (PARTITION BY sha256 ORDER BY edition) = 1")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var edition ogp.Edition
		var columns []any
		if err := rows.Scan(&edition.SHA256, &columns, &edition.Table); err != nil {
			return nil, err
		}
		edition.Columns = stringsOf(columns)
		editions = append(editions, edition)
	}
	return editions, rows.Err()
}

// deriveEdition reads the findings in one content.
func (s *Store) deriveEdition(ctx context.Context, edition ogp.Edition, parser OfficialParser) error {
	ids, err := s.officialKeys(ctx, edition)
	read := parser.Read(edition.Columns)
	for some := range slices.Chunk(ids, officialAtOnce) {
		if err == nil {
			err = s.appendFindings(ctx, edition, some, read)
		}
	}
	return err
}

// officialKeys are the commitments that the rows of a content name.
func (s *Store) officialKeys(ctx context.Context, edition ogp.Edition) ([]key, error) {
	return readKeys(ctx, s.conn, "SELECT DISTINCT commitment_id, '' FROM "+quote(edition.Table)+" WHERE commitment_id IS NOT NULL ORDER BY ALL")
}

func (s *Store) appendFindings(ctx context.Context, edition ogp.Edition, ids []key, read func([]string) []ogp.Assessment) error {
	rows, err := s.readOfficial(ctx, edition, ids, read)
	if err != nil {
		return err
	}
	return s.appendRows(ctx, officialReadingsName, rows)
}

// readOfficial reads the rows of some commitments. Rows of the same commitment
// add up.
func (s *Store) readOfficial(ctx context.Context, edition ogp.Edition, keys []key, read func([]string) []ogp.Assessment) (out [][]any, err error) {
	ids := make([]string, len(keys))
	for i, k := range keys {
		ids[i] = k.id
	}
	var cells []string
	for _, name := range officialNames(edition.Columns) {
		cells = append(cells, "coalesce("+quote(name)+", '')")
	}
	rows, err := s.conn.QueryContext(ctx, `
		SELECT commitment_id, [`+strings.Join(cells, ", ")+`] FROM `+quote(edition.Table)+`
		WHERE commitment_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY commitment_id, rowid`, ids)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	last, findings := "", []ogp.Assessment(nil)
	add := func() {
		if last != "" {
			out = append(out, []any{edition.SHA256, last, officialPlan().items(nil, &ogp.Commitment{Tables: ogp.Tables{Assessments: findings}})})
		}
	}
	for rows.Next() {
		var id string
		var cells []any
		if err := rows.Scan(&id, &cells); err != nil {
			return nil, err
		}
		if id != last {
			add()
			last, findings = id, nil
		}
		findings = append(findings, read(stringsOf(cells))...)
	}
	add()
	return out, rows.Err()
}

// officialPlan says how findings are nested.
var officialPlan = sync.OnceValue(func() nested {
	plan := readingPlan()
	return plan.nested[slices.IndexFunc(plan.nested, func(n nested) bool { return n.Name == assessmentsName })]
})

// officialStale reports whether the findings in OGP's own database were read by
// another parser, or are still to be read.
func (s *Store) officialStale(ctx context.Context, parser string) (bool, error) {
	by, err := s.meta(ctx, metaOfficial)
	if err != nil || by == parser {
		return false, err
	}
	var editions int
	if err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM official_editions").Scan(&editions); err != nil {
		return false, fmt.Errorf("count editions of OGP's database: %w", err)
	}
	return editions > 0, nil
}
