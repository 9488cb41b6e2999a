package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ogp"
	"ogp/cmd/ogp/judge"
	"ogp/store/storetest"
	"ogp/store/tables"
)

// TestSchemaCoversTheDatabase: no query meets a table or column that the data dictionary
// lacks. Long tables stand inside commitments, too, where they are described themselves.
func TestSchemaCoversTheDatabase(t *testing.T) {
	t.Parallel()
	db := filepath.Join(t.TempDir(), "demo.duckdb")
	copyDemo(t, db)
	known := map[[2]string]bool{}
	for _, table := range tables.Dictionary() {
		for _, column := range table.Columns {
			known[[2]string{table.Name, column.Name}] = true
			if column.Doc == "" || column.Type == "" {
				t.Errorf("%s.%s has no meaning or no type", table.Name, column.Name)
			}
		}
	}
	for _, table := range ogp.LongTables() {
		known[[2]string{"commitments", table.Nested()}] = true
	}
	for _, row := range storetest.Ask(t, db, "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = current_database() ORDER BY ALL") {
		if !known[[2]string{row[0], row[1]}] {
			t.Errorf("ogp schema lacks %s.%s", row[0], row[1])
		}
	}
	if !tables.Internal("readings") || tables.Internal("pages") {
		t.Error("readings are not marked as internal, or pages are")
	}
}

// TestDocsExplainEveryRule: what a rule means stands in the docs alone.
func TestDocsExplainEveryRule(t *testing.T) {
	docs, err := os.ReadFile(filepath.Join("..", "..", "docs", "nightly.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range judge.Rules {
		if line := fmt.Sprintf("\n| `%s` | %v | ", rule.Name, rule.Limit); !strings.Contains(string(docs), line) {
			t.Errorf("docs/nightly.md has no line %q", line)
		}
	}
}
