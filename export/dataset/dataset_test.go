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
	runs, _ := ogp.FindTable(ogp.RunsTable)
	var names []string
	for _, column := range runs.Columns {
		names = append(names, ogp.Identifier(column.Name)+" "+column.Type.SQL())
	}
	if _, err := db.Exec("CREATE TABLE runs (" + strings.Join(names, ", ") + "); INSERT INTO runs (run_id, outcome) VALUES ('r3', 'done'), ('r2', 'refused'), ('r1', 'failed')"); err != nil {
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
	err = d.EachRow(t.Context(), causes, func(done, _ int) { last = done }, func(row []any) error {
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

// first is the first row of a table.
func first(t *testing.T, d *Dataset, name string) (first []any) {
	t.Helper()
	table, _ := ogp.FindTable(name)
	err := d.EachRow(t.Context(), table, func(int, int) {}, func(row []any) error {
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
