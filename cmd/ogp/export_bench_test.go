package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ogp"
)

// BenchmarkExport runs the program (OGP_BIN) on synthetic commitments, and in
// the same run the bare writers on the same rows: DuckDB's COPY, and a stream of
// excelize without styles, charts, checks or anything else. It reports seconds
// of both, their ratio, and the program's peak memory.
func BenchmarkExport(b *testing.B) {
	program := os.Getenv("OGP_BIN")
	if program == "" {
		b.Skip("OGP_BIN does not name the program: use make bench-export")
	}
	for _, size := range []int{6000, 100000} {
		db := synthetic(b, b.TempDir(), size)
		for _, c := range []struct {
			name, formats string
			bare          func(testing.TB, *sql.DB, string)
		}{
			{"csv+jsonl+parquet", "csv,jsonl,parquet", bareCopies},
			{"workbook", "xlsx", bareWorkbook},
		} {
			b.Run(fmt.Sprintf("%d/%s", size, c.name), func(b *testing.B) {
				var ours, theirs time.Duration
				peak := int64(0)
				for range b.N {
					took, memory := timedExport(b, program, db, c.formats)
					ours, peak = ours+took, max(peak, memory)
					theirs += timedBare(b, db, c.bare)
				}
				n := float64(b.N)
				b.ReportMetric(ours.Seconds()/n, "ogp-s")
				b.ReportMetric(theirs.Seconds()/n, "bare-s")
				b.ReportMetric(float64(ours)/float64(theirs), "ratio")
				b.ReportMetric(float64(peak)/1e3, "peak-MB")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

// timedExport runs the program and returns its time and its peak memory in kB.
func timedExport(b *testing.B, program, db, formats string) (time.Duration, int64) {
	b.Helper()
	command := exec.Command(program, "export", "--quiet", "--db", db, "--out", filepath.Join(b.TempDir(), "out"), "--format", formats)
	start := time.Now()
	if text, err := command.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, text)
	}
	return time.Since(start), command.ProcessState.SysUsage().(*syscall.Rusage).Maxrss
}

func timedBare(b *testing.B, path string, write func(testing.TB, *sql.DB, string)) time.Duration {
	b.Helper()
	start := time.Now()
	db, err := sql.Open("duckdb", path+"?access_mode=read_only")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	write(b, db, b.TempDir())
	return time.Since(start)
}

// bareCopies writes the files that an export consists of with DuckDB's COPY.
func bareCopies(t testing.TB, db *sql.DB, dir string) {
	t.Helper()
	copies := map[string]string{
		"commitments.jsonl":          "SELECT * FROM commitments ORDER BY commitment_id",
		"commitments_nested.parquet": "SELECT * FROM commitments ORDER BY commitment_id",
	}
	for _, table := range ogp.AllTables() {
		copies[table.Name+".csv"], copies[table.Name+".parquet"] = flatSQL(table), flatSQL(table)
	}
	options := map[string]string{".csv": "FORMAT csv, HEADER", ".jsonl": "FORMAT json", ".parquet": "FORMAT parquet, COMPRESSION zstd"}
	for name, query := range copies {
		statement := fmt.Sprintf("COPY (%s) TO '%s' (%s)", query, filepath.Join(dir, name), options[filepath.Ext(name)])
		if _, err := db.ExecContext(context.Background(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

func flatSQL(table ogp.Table) string {
	var columns, keys []string
	for _, column := range table.Columns {
		value := quoted(column.Name)
		if column.Type == ogp.List {
			value = "array_to_string(" + value + ", '; ') AS " + value
		}
		columns = append(columns, value)
		if column.Key {
			keys = append(keys, column.Name)
		}
	}
	return fmt.Sprintf("SELECT %s FROM %s ORDER BY %s", strings.Join(columns, ", "), table.Name, strings.Join(keys, ", "))
}

// bareWorkbook streams the same cells into the same sheets.
func bareWorkbook(t testing.TB, db *sql.DB, dir string) {
	t.Helper()
	file := excelize.NewFile(excelize.Options{TmpDir: dir})
	for _, table := range ogp.AllTables() {
		if err := bareSheet(db, file, table); err != nil {
			t.Fatal(err)
		}
	}
	if err := file.SaveAs(filepath.Join(dir, "bare.xlsx")); err != nil {
		t.Fatal(err)
	}
}

func bareSheet(db *sql.DB, file *excelize.File, table ogp.Table) error {
	if _, err := file.NewSheet(table.Name); err != nil {
		return err
	}
	stream, err := file.NewStreamWriter(table.Name)
	if err != nil {
		return err
	}
	rows, err := db.QueryContext(context.Background(), flatSQL(table))
	if err != nil {
		return err
	}
	defer rows.Close()
	values, into := make([]any, len(table.Columns)), make([]any, len(table.Columns))
	for i := range values {
		into[i] = &values[i]
	}
	for n := 1; rows.Next(); n++ {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if err := stream.SetRow(fmt.Sprintf("A%d", n), values); err != nil {
			return err
		}
	}
	return stream.Flush()
}
