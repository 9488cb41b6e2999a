package export_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/export"
)

// hive reads a table in partitions as any engine does that knows the layout.
func hive(dir, table, kind string) string {
	return "read_parquet('" + dir + "/" + table + "/*/*.parquet', hive_partitioning = true, hive_types = {" + kind + "})"
}

func TestPartitionsAreOneTable(t *testing.T) {
	t.Parallel()
	db := database(t, full(), sparse())
	for column, kind := range map[string]string{"member_slug": "'member_slug': VARCHAR", "action_plan_cycle": "'action_plan_cycle': INTEGER"} {
		dir := out(t, db, export.Options{Formats: []string{"parquet"}, PartitionBy: column})
		for _, table := range append([]ogp.Table{ogp.Commitments()}, ogp.LongTables()...) {
			columns := strings.Join(names(table.Columns), ", ")
			want, got := rowsAsText(t, db, "SELECT "+columns+" FROM "+table.Name), rowsAsText(t, db, "SELECT "+columns+" FROM "+hive(dir, table.Name, kind))
			if table.Name == "commitments" { // lists are joined in flat files
				want, got = rowsAsText(t, db, "SELECT commitment_id, description, action_plan_cycle, member_slug FROM commitments"),
					rowsAsText(t, db, "SELECT commitment_id, description, action_plan_cycle, member_slug FROM "+hive(dir, table.Name, kind))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s by %s: %.500s", table.Name, column, diff)
			}
		}
		second := rowsAsText(t, db, "SELECT milestones[2].title AS t FROM "+hive(dir, "commitments_nested", kind)+" WHERE member_slug = 'mexico-state-mexico'")
		if !slices.Equal(second, []string{"{'t': -second}"}) {
			t.Errorf("the second milestone is %v", second)
		}
	}
}

func rowsAsText(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.Query("SELECT CAST(r AS VARCHAR) FROM (" + query + ") r ORDER BY 1")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := []string{}
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		out = append(out, strings.Trim(text, "()"))
	}
	return out
}

// Hive escapes what paths and its own syntax use, and nothing else: engines
// that do not know the escapes read other names as they stand.
func TestPartitionsAreNamedAsHiveNamesThem(t *testing.T) {
	t.Parallel()
	db := database(t, full(), sparse())
	execute(t, db, `UPDATE main_rows SET member_slug = CASE commitment_id WHEN 'KE0018' THEN 'béni mellal' ELSE 'a=b/c%''d|.' END`)
	dir := out(t, db, export.Options{Formats: []string{"parquet"}, PartitionBy: "member_slug"})
	for _, name := range []string{"member_slug=béni mellal", "member_slug=a%3Db%2Fc%25%27d%7C%2E"} {
		if _, err := os.Stat(filepath.Join(dir, "commitments", name, "data_0.parquet")); err != nil {
			t.Error(err)
		}
	}
	got := rowsAsText(t, db, "SELECT member_slug FROM "+hive(dir, "commitments", "'member_slug': VARCHAR"))
	if diff := cmp.Diff(rowsAsText(t, db, "SELECT member_slug FROM commitments"), got); diff != "" {
		t.Error(diff)
	}
}

func TestRowsWithoutAValueHaveAPartition(t *testing.T) {
	t.Parallel()
	dir := out(t, database(t, full(), sparse()), export.Options{Formats: []string{"parquet"}, PartitionBy: "action_plan_cycle"})
	for _, name := range []string{"action_plan_cycle=2016", "action_plan_cycle=__HIVE_DEFAULT_PARTITION__"} {
		if _, err := os.Stat(filepath.Join(dir, "commitments", name, "data_0.parquet")); err != nil {
			t.Error(err)
		}
	}
}

func TestPartitionsAreReplacedAndDescribed(t *testing.T) {
	t.Parallel()
	db := database(t, full(), sparse())
	dir := out(t, db, export.Options{Formats: []string{"parquet", "csv"}, PartitionBy: "member_slug"})
	if text := read(t, filepath.Join(dir, "datapackage.json")); !strings.Contains(text, `"milestones/member_slug=mexico-state-mexico/data_0.parquet"`) {
		t.Error("the data package does not tell the partitions")
	}
	if err := os.WriteFile(filepath.Join(dir, "commitments", "notes.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := export.Write(t.Context(), db, dir, asCSV); !errors.Is(err, export.ErrOccupied) {
		t.Errorf("a file of the user's in a partition: got %v", err)
	}
	if err := os.Remove(filepath.Join(dir, "commitments", "notes.txt")); err != nil {
		t.Fatal(err)
	}
	write(t, db, dir, asCSV)
	if _, err := os.Stat(filepath.Join(dir, "commitments")); !os.IsNotExist(err) {
		t.Errorf("the partitions are still there: %v", err)
	}
}

func TestPartitioningThatCannotBe(t *testing.T) {
	t.Parallel()
	db := database(t, sparse())
	for _, o := range []export.Options{{PartitionBy: "title"}, {PartitionBy: "member_slug", Formats: []string{"csv"}}} {
		if _, err := export.Write(t.Context(), db, filepath.Join(t.TempDir(), "out"), o); !errors.Is(err, export.ErrUsage) {
			t.Errorf("%+v: got %v", o, err)
		}
	}
}
