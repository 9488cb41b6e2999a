package store_test

import (
	"database/sql"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/store"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestDerivedSchema pins the derived schema as DuckDB has it, so that a change
// of a struct shows up as a change of SQL.
func TestDerivedSchemaIsTheGolden(t *testing.T) {
	golden := filepath.Join("testdata", "derived.sql")
	got := store.DerivedSQL()
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("derived schema differs; go test ./store -update rewrites the golden file (-want +got):\n%s", diff)
	}
}

// columnsIn are "name type" of a table's or view's columns.
func columnsIn(t *testing.T, s *store.Store, table string) []string {
	return read(t, s, `SELECT column_name || ' ' || data_type FROM duckdb_columns()
		WHERE table_name = '`+table+`' AND NOT internal ORDER BY column_index`)
}

func columnsOf(table ogp.Table) []string {
	var columns []string
	for _, column := range table.Columns {
		columns = append(columns, column.Name+" "+column.Type.SQL())
	}
	return columns
}

func TestKeptTablesAreTheContract(t *testing.T) {
	s := empty(t)
	for _, table := range ogp.KeptTables() {
		want := columnsOf(table)
		if table.Name == "pages" || table.Name == "contents" {
			want = append(want, "body BLOB")
		}
		if diff := cmp.Diff(want, columnsIn(t, s, table.Name)); diff != "" {
			t.Errorf("kept.sql: %s (-want +got):\n%s", table.Name, diff)
		}
		for _, column := range table.Columns {
			if column.Key && table.Name != "pages" { // a view
				wantRows(t, s, "SELECT is_nullable FROM duckdb_columns() WHERE table_name = '"+table.Name+
					"' AND column_name = '"+column.Name+"'", "false")
			}
		}
	}
}

func TestViewsAreTheContract(t *testing.T) {
	s := empty(t)
	for _, table := range ogp.LongTables() {
		if diff := cmp.Diff(columnsOf(table), columnsIn(t, s, table.Name)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", table.Name, diff)
		}
	}
	want := columnsOf(ogp.Commitments())
	for _, table := range ogp.LongTables() {
		fields := []string{`"number" INTEGER`}
		for _, column := range table.Columns[2:] {
			fields = append(fields, `"`+column.Name+`" `+column.Type.SQL())
		}
		want = append(want, table.Nested()+" STRUCT("+strings.Join(fields, ", ")+")[]")
	}
	got := columnsIn(t, s, "commitments")
	for i := range want {
		// DuckDB quotes the fields of a struct only where it must.
		want[i], got[i] = strings.ReplaceAll(want[i], `"`, ""), strings.ReplaceAll(got[i], `"`, "")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("commitments (-want +got):\n%s", diff)
	}
}

func TestEveryColumnCarriesItsMeaning(t *testing.T) {
	s := create(t)
	wantRows(t, s, `SELECT table_name, column_name FROM duckdb_columns()
		WHERE NOT internal AND schema_name = 'main' AND coalesce(comment, '') = ''`)
	wantRows(t, s, `SELECT table_name FROM duckdb_tables() WHERE NOT internal AND coalesce(comment, '') = ''
		UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal AND coalesce(comment, '') = ''`)
	table, _ := ogp.FindTable("milestones")
	wantRows(t, s, "SELECT comment FROM duckdb_columns() WHERE table_name = 'milestones' AND column_name = 'title'",
		table.Columns[2].Doc)
}

func TestNestedAndFlatFormsAgree(t *testing.T) {
	s := empty(t)
	save(t, s, page("KE0001", "en", "one", day(1)))
	wantRows(t, s, "SELECT commitment_id, number, title, start_month, status FROM milestones ORDER BY number",
		"KE0001|1|publish|2023-03-01T00:00:00Z|NULL", "KE0001|2|train|NULL|NULL")
	wantRows(t, s, "SELECT unnest(milestones, recursive := true) FROM commitments",
		"1|publish|2023-03-01T00:00:00Z|NULL|NULL|NULL|NULL|block", "2|train|NULL|NULL|NULL|NULL|NULL|block")
	wantRows(t, s, `SELECT causes, start_month, causes_detail[2]."text" FROM commitments`,
		"[first cause second cause]|2023-02-01T00:00:00Z|second cause")
	wantRows(t, s, `SELECT number, "text" FROM causes ORDER BY number`, "1|first cause", "2|second cause")
}

func TestNothingIsNullAndNoneIsEmpty(t *testing.T) {
	s := empty(t)
	p := page("KE0001", "en", "one", day(1))
	p.Reading.Causes, p.Reading.Tables = nil, ogp.Tables{}
	p.Reading.ActionPlans = []string{}
	save(t, s, p)
	wantRows(t, s, "SELECT causes, action_plans, description, end_month, action_plan_cycle, milestones, causes_detail, len(changes) FROM commitments",
		"NULL|NULL|NULL|NULL|NULL|[]|[]|1")
	wantRows(t, s, "FROM milestones")
}

// TestAnyClientReadsTheViews opens the file as another program would: attached
// beside another database.
func TestAnyClientReadsTheViews(t *testing.T) {
	path := unopened(t, onePage)
	other, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	conn, err := other.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(t.Context(), "ATTACH '"+path+"' AS site (READ_ONLY)"); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := conn.QueryRowContext(t.Context(), "SELECT count(*) FROM site.milestones").Scan(&n); err != nil || n != 2 {
		t.Errorf("%d milestones (%v), want 2", n, err)
	}
}

func TestChangedDerivedSchemaIsMadeAnew(t *testing.T) {
	s := create(t)
	save(t, s, page("KE0001", "en", "one", day(1)))
	path := s.Path()
	for _, statement := range []string{
		"CREATE VIEW mine AS SELECT title FROM commitments",
		"ALTER TABLE content_readings ADD COLUMN gone_since VARCHAR",
		"UPDATE meta SET value = 'of another program' WHERE name = 'derived_schema'",
	} {
		if _, err := s.DB().Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	closeStore(t, s)

	s = open(t, path, store.Options{ReadOnly: true})
	wantNeedsReparse(t, s, "p1", true)
	if st, err := s.Status(t.Context()); err != nil || !st.Stale || st.Versions != 1 {
		t.Errorf("status of an outdated file: %+v, %v", st, err)
	}
	closeStore(t, s)

	s = open(t, path, store.Options{})
	wantNeedsReparse(t, s, "p1", true)
	wantRows(t, s, "FROM commitments")
	wantRows(t, s, "SELECT count(*) FROM pages", "1")
	reparse(t, s, "p1")
	wantNeedsReparse(t, s, "p1", false)
	wantRows(t, s, "FROM mine", "one")
	wantRows(t, s, "SELECT column_name FROM duckdb_columns() WHERE column_name = 'gone_since'")
}

func wantNeedsReparse(t *testing.T, s *store.Store, parser string, want bool) {
	t.Helper()
	got, err := s.NeedsReparse(t.Context(), parser)
	if err != nil || got != want {
		t.Errorf("NeedsReparse(%s) = %v, %v; want %v", parser, got, err, want)
	}
}
