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
		editions, err := duck.Read[ogp.Edition](ctx, tx, tables.Kept("official_editions"), duck.SQL(`FROM official_editions
			QUALIFY row_number() OVER (PARTITION BY sha256 ORDER BY edition) = 1`))
		for _, edition := range editions {
			if err == nil {
				err = deriveEdition(edition, parser)(ctx, tx)
			}
		}
		if err != nil {
			return fmt.Errorf("OGP's database: %w", err)
		}
		return duck.InOrder(matchRows, setMeta(metaOfficial, parser.Version))(ctx, tx)
	}
}

// matchRows gives rows that name no commitment, such as those of the files of 2015 to
// 2017, the ID that another edition has for their member, action plan, number and
// title, if it has one only. The others stay without: numbers alone are not certain.
var matchRows = duck.Exec(`
	UPDATE official_readings AS r SET commitment_id = m.commitment_id FROM (
		SELECT lower(member) AS member, action_plan_number, ltrim(commitment_number, '0') AS number, min(commitment_id) AS commitment_id,
			list(` + words("title") + `) || list(` + words("short_title") + `) AS titles
		FROM official_readings WHERE commitment_id IS NOT NULL
		GROUP BY ALL HAVING count(DISTINCT commitment_id) = 1
	) AS m
	WHERE r.commitment_id IS NULL AND lower(r.member) = m.member AND r.action_plan_number = m.action_plan_number
		AND ltrim(r.commitment_number, '0') = m.number
		AND (list_contains(m.titles, ` + words("r.title") + `) OR list_contains(m.titles, ` + words("r.short_title") + `))`)

// words is SQL of a text's words, which spelling and marks do not change.
func words(text string) string {
	return `trim(regexp_replace(lower(` + text + `), '[^\p{L}\p{N}]+', ' ', 'g'))`
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
