package dataset

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"

	"ogp"
)

// rows are more commitments than one chunk has.
const rows = 2*chunk + 7

// open reads a database with commitments in no order, each with two causes, the
// second first.
func open(t *testing.T, selection Selection) (*Dataset, error) {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	columns := []string{"printf('AA%04d', i) AS commitment_id", "CASE WHEN i < 3 THEN 'kenya' ELSE 'chile' END AS member_slug"}
	for _, column := range ogp.Commitments().Columns {
		if column.Name != "commitment_id" && column.Name != "member_slug" {
			columns = append(columns, "NULL::"+column.Type.SQL()+" AS "+ogp.Identifier(column.Name))
		}
	}
	for _, table := range ogp.LongTables() {
		value := "NULL"
		if table.Name == "causes" {
			value = "[{'number': 2, 'text': 'second', 'source': 'form'}, {'number': 1, 'text': 'first', 'source': 'form'}]"
		}
		columns = append(columns, fmt.Sprintf("CAST(%s AS %s) AS %s", value, structType(table), ogp.Identifier(table.Nested())))
	}
	create := ""
	for _, table := range append(ogp.StandaloneTables(), ogp.OfficialCommitments()) {
		var names []string
		for _, column := range table.Columns {
			names = append(names, ogp.Identifier(column.Name)+" "+column.Type.SQL())
		}
		create += "CREATE TABLE " + table.Name + " (" + strings.Join(names, ", ") + ");"
	}
	_, err = db.Exec(create + `INSERT INTO runs (run_id, outcome) VALUES ('r3', 'done'), ('r2', 'refused'), ('r1', 'failed');
		INSERT INTO gaps (number, side, member_slug, reason) VALUES (1, 'database', 'chile', 'x'), (2, 'site', 'kenya', 'y');
		INSERT INTO official_commitments (row_number, commitment_id, repeats_row, member_slug, completion)
		VALUES (1, 'ZZ0001', NULL, 'kenya', 'Limited'), (2, 'AA0000', NULL, 'kenya', 'Complete'), (3, 'A0', NULL, 'chile', NULL),
			(4, 'AA0500', NULL, 'chile', NULL), (5, 'AA0000', 2, 'kenya', 'Limited'), (6, NULL, NULL, 'kenya', NULL), (7, 'BB0001', NULL, 'kenya', NULL);
		INSERT INTO commitments_full (commitment_id, known_from) SELECT commitment_id, 'both' FROM official_commitments WHERE commitment_id <> 'BB0001'`)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(fmt.Sprintf("CREATE TABLE commitments AS SELECT %s FROM range(%d) t(i) ORDER BY hash(i)", strings.Join(columns, ", "), rows)); err != nil {
		t.Fatal(err)
	}
	d, err := Open(t.Context(), db, selection, func(int, int) {})
	if err == nil {
		t.Cleanup(d.Close)
	}
	return d, err
}

func TestRowsOfAllChunksComeInOrder(t *testing.T) {
	t.Parallel()
	d, err := open(t, Selection{Tables: ogp.AllTables()})
	if err != nil {
		t.Fatal(err)
	}
	causes, _ := ogp.FindTable("causes")
	n, last := 0, 0
	err = d.EachRowWith(t.Context(), causes, nil, func(done, _ int) { last = done }, func(row []any) error {
		want := fmt.Sprintf("[AA%04d %d %s form]", n/2, 1+n%2, []string{"first", "second"}[n%2])
		if got := fmt.Sprint(row); got != want {
			t.Fatalf("row %d is %s, want %s", n, got, want)
		}
		n++
		return nil
	})
	if err != nil || n != 2*rows || last != 3 {
		t.Errorf("%d rows in %d chunks, %v", n, last, err)
	}
	n = 0
	err = d.EachJSON(t.Context(), func(int, int) {}, func(line string) error {
		var c struct {
			ID string `json:"commitment_id"`
		}
		if err := json.Unmarshal([]byte(line), &c); err != nil || c.ID != fmt.Sprintf("AA%04d", n) {
			t.Fatalf("line %d is of %s, %v", n, c.ID, err)
		}
		n++
		return nil
	})
	if err != nil || n != rows {
		t.Errorf("%d lines, %v", n, err)
	}
}

func TestSelection(t *testing.T) {
	t.Parallel()
	d, err := open(t, Selection{Members: []string{"kenya"}, Tables: ogp.AllTables()})
	if err != nil {
		t.Fatal(err)
	}
	s, err := d.Statistics(t.Context(), nil)
	if err != nil || s.Commitments() != 3 || s.Rows["causes"] != 6 || s.Rows["effects"] != 0 || s.Members != 1 {
		t.Errorf("statistics are %+v, %v", s, err)
	}
	if got := first(t, d, "coverage"); fmt.Sprint(got) != "[kenya <nil> <nil> url 3 0]" {
		t.Errorf("the first row of coverage is %v", got)
	}
	if got := first(t, d, "gaps"); got[0] != int64(2) || s.Rows["gaps"] != 1 {
		t.Errorf("the first of %d gaps is %v", s.Rows["gaps"], got)
	}
	if got := first(t, d, "runs"); got[0] != "r1" || s.Rows["runs"] != 2 {
		t.Errorf("the first of %d runs is %v", s.Rows["runs"], got)
	}
	var unknown *UsageError
	if _, err := open(t, Selection{Members: []string{"Kenia"}}); !errors.As(err, &unknown) || !errors.Is(err, ErrUsage) {
		t.Errorf("an unknown member gives %v", err)
	}
	if _, err := open(t, Selection{Members: []string{"kenya"}, Templates: []string{"local"}}); !errors.Is(err, ErrNoData) {
		t.Errorf("a selection of nothing gives %v", err)
	}
}

// TestFullHasEveryCommitmentOnce: those of pages, and those that only the database
// has, before, between and behind them, in order, whether read at once or by chunks; not BB0001, which was forgotten.
func TestFullHasEveryCommitmentOnce(t *testing.T) {
	t.Parallel()
	d, err := open(t, Selection{Tables: ogp.AllTables()})
	if err != nil {
		t.Fatal(err)
	}
	table, _ := ogp.FindTable(ogp.FullTable)
	last := len(table.Columns)
	want := []string{"A0 chile official <nil> <nil>", "AA0000 kenya both Complete official", "AA0001 kenya page <nil> <nil>"}
	var chunked, whole []string
	row := func(rows *[]string) func([]any) error {
		return func(row []any) error {
			*rows = append(*rows, fmt.Sprint(row[0], " ", row[5], " ", row[last-3], " ", row[last-2], " ", row[last-1]))
			return nil
		}
	}
	err = errors.Join(d.EachRowWith(t.Context(), table, nil, func(int, int) {}, row(&chunked)), d.Each(t.Context(), "FROM "+Rows(table), row(&whole)))
	if err != nil || table.Columns[5].Name != "member_slug" {
		t.Fatal(err)
	}
	if len(chunked) != rows+2 || !slices.Equal(chunked[:3], want) || chunked[rows+1] != "ZZ0001 kenya official Limited official" || !slices.Equal(chunked, whole) {
		t.Errorf("%d rows from %q to %q; %d at once", len(chunked), chunked[:3], chunked[rows+1], len(whole))
	}
}

// first is the first row of a table.
func first(t *testing.T, d *Dataset, name string) (first []any) {
	t.Helper()
	table, _ := ogp.FindTable(name)
	err := d.EachRowWith(t.Context(), table, nil, func(int, int) {}, func(row []any) error {
		if first == nil {
			first = slices.Clone(row)
		}
		return nil
	})
	if err != nil || first == nil {
		t.Fatalf("%s: %v, %v", name, first, err)
	}
	return first
}
