package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"ogp"
	"ogp/store/storetest"
)

// face is a column as somebody is told of it. Type is empty where a face has
// types of its own.
type face struct{ Table, Column, Type, Doc string }

// TestOneSchemaManyFaces holds everything that tells of the columns against the
// struct: order, names, types and descriptions come from there alone.
func TestOneSchemaManyFaces(t *testing.T) {
	storetest.Long(t)
	t.Parallel()
	r := &testRun{db: filepath.Join(t.TempDir(), "demo.duckdb")}
	copyDemo(t, r.db)
	out := r.export(t, "csv,xlsx,parquet")
	faces := map[string][]face{
		"ogp schema": schemaFace(t), "Data dictionary": dictionaryFace(t, out), "datapackage.json": packageFace(t, out),
		"Parquet metadata": parquetFace(t, out), "DuckDB comments": commentFace(t, r.db), "CSV headers": csvFace(t, out),
	}
	for name, got := range faces {
		var want []face
		for i, column := range structFace() {
			if i < len(got) && got[i].Type == "" {
				column.Type = ""
			}
			if i < len(got) && got[i].Doc == "" {
				column.Doc = ""
			}
			want = append(want, column)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-struct +face):\n%s", name, diff)
		}
	}
}

func structFace() []face {
	var out []face
	for _, table := range ogp.AllTables() {
		for _, column := range table.Columns {
			out = append(out, face{table.Name, column.Name, string(column.Type), column.Doc})
		}
	}
	return out
}

func schemaFace(t *testing.T) []face {
	var stdout, stderr bytes.Buffer
	if code := run([]string{"schema", "--format", "json"}, &stdout, &stderr); code != exitDone {
		t.Fatalf("ogp schema: %d, %s", code, stderr.String())
	}
	var rows []struct{ Table, Column, Type, Meaning string }
	if err := json.Unmarshal(stdout.Bytes(), &rows); err != nil {
		t.Fatal(err)
	}
	var out []face
	for _, row := range rows {
		if _, exported := ogp.FindTable(row.Table); exported {
			out = append(out, face{row.Table, row.Column, row.Type, row.Meaning})
		}
	}
	return out
}

func dictionaryFace(t *testing.T, dir string) []face {
	book, err := excelize.OpenFile(filepath.Join(dir, "ogp.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("Data dictionary")
	if err != nil {
		t.Fatal(err)
	}
	var out []face
	for _, row := range rows[1:] {
		out = append(out, face{row[0], row[1], row[2], row[3]})
	}
	return out
}

func packageFace(t *testing.T, dir string) []face {
	text, err := os.ReadFile(filepath.Join(dir, "datapackage.json"))
	if err != nil {
		t.Fatal(err)
	}
	var description struct {
		Resources []struct {
			Name, Format string
			Schema       struct {
				Fields []struct{ Name, Description string }
			}
		}
	}
	if err := json.Unmarshal(text, &description); err != nil {
		t.Fatal(err)
	}
	var out []face
	for _, r := range description.Resources {
		for _, field := range r.Schema.Fields {
			if r.Format == "csv" { // where a list is one text, which the description adds
				out = append(out, face{r.Name, field.Name, "", strings.TrimSuffix(field.Description, ` A list, joined with "; ".`)})
			}
		}
	}
	return out
}

func parquetFace(t *testing.T, dir string) []face {
	var out []face
	for _, table := range ogp.AllTables() {
		path := filepath.Join(dir, table.Name+".parquet")
		metadata := storetest.Ask(t, "", "SELECT decode(value) FROM parquet_kv_metadata('"+path+"') WHERE decode(key) = 'columns'")
		docs := map[string]string{}
		if err := json.Unmarshal([]byte(metadata[0][0]), &docs); err != nil {
			t.Fatal(err)
		}
		for _, row := range storetest.Ask(t, "", "SELECT column_name FROM (DESCRIBE SELECT * FROM read_parquet('"+path+"'))") {
			out = append(out, face{table.Name, row[0], "", docs[row[0]]})
		}
	}
	return out
}

func commentFace(t *testing.T, db string) []face {
	var out []face
	for _, table := range ogp.AllTables() {
		rows := storetest.Ask(t, db, "SELECT column_name, comment FROM duckdb_columns() WHERE database_name = current_database() AND table_name = '"+table.Name+"' ORDER BY column_index")
		for _, row := range rows[:len(table.Columns)] { // behind them stand the nested tables
			out = append(out, face{table.Name, row[0], "", row[1]})
		}
	}
	return out
}

func csvFace(t *testing.T, dir string) []face {
	var out []face
	for _, table := range ogp.AllTables() {
		file, err := os.Open(filepath.Join(dir, table.Name+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		header, err := csv.NewReader(file).Read()
		file.Close()
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range header {
			out = append(out, face{Table: table.Name, Column: name})
		}
	}
	return out
}
