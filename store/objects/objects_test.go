package objects

import (
	"database/sql"
	"flag"
	"os"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"
	"github.com/google/go-cmp/cmp"

	"ogp"
	"ogp/store/tables"
)

var update = flag.Bool("update", false, "rewrite the golden file")

// TestPrintedViewsAreThoseThatAreMade: what files are compared with is what DuckDB
// makes of the SQL of the schema.
func TestPrintedViewsAreThoseThatAreMade(t *testing.T) {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	made := map[string]string{}
	add := func(name, create string) {
		var text string
		_, query, _ := strings.Cut(create, " AS")
		if err := db.QueryRow("SELECT json_deserialize_sql(json_serialize_sql(?::VARCHAR))", query).Scan(&text); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		made[name] = inOneOrder(text)
	}
	for _, o := range tables.Derived() {
		if o.Kind == "VIEW" {
			add(o.Name, o.Create)
		}
	}
	_, pages, _ := strings.Cut(tables.HistorySQL, "CREATE VIEW pages")
	add("pages", pages)
	add(tables.OfficialName, tables.OfficialView(nil))
	add(firstEdition, tables.OfficialView(&ogp.Edition{Table: firstEdition}))
	if *update {
		text, err := ogp.IndentedJSON(made)
		if err == nil {
			err = os.WriteFile("views.json", []byte(text+"\n"), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	ours, err := printed()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(made, ours); diff != "" {
		t.Errorf("views.json differs; go test ./store/objects -update rewrites it (-want +got):\n%s", diff)
	}
}
