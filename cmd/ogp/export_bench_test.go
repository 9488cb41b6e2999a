package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ogp"
)

// Goals of an export.
const (
	tablesGoal   = 1.5   // time of CSV, JSON Lines and Parquet, as a multiple of DuckDB's COPY of the same
	workbookGoal = 1.3   // time of the workbook, as a multiple of a bare stream of the same cells
	memoryGoal   = 512.0 // peak memory of an export of 10,000 commitments, in MB: that of a small cloud machine
)

var exportRuns = []struct {
	name, formats string
	bare          func(testing.TB, *sql.DB, string) // nil: nothing to compare with
	goal          float64
}{
	{"csv+jsonl+parquet", "csv,jsonl,parquet", bareCopies, tablesGoal},
	{"workbook", "xlsx", bareWorkbook, workbookGoal},
	{"website", "html", nil, 0},
	{"everything", "csv,xlsx,parquet,jsonl,html", nil, 0},
}

// BenchmarkExport runs the program (OGP_BIN) on synthetic commitments, and right
// after it the bare writers on the same rows: DuckDB's COPY, and a stream of
// excelize of the same cells without styles, charts, checks or anything else. It
// reports seconds of both, seconds of processor time, which a busy machine
// changes less, the ratios of both, the program's peak memory, and whether the
// goals are met: that is a matter of the seconds, so it wants a quiet machine.
func BenchmarkExport(b *testing.B) {
	program := os.Getenv("OGP_BIN")
	if program == "" {
		b.Skip("OGP_BIN does not name the program: use make bench-export")
	}
	for _, size := range []int{10000, 100000} {
		db := sync.OnceValue(func() string { return synthetic(b, b.TempDir(), size) })
		for _, run := range exportRuns {
			b.Run(fmt.Sprintf("%d/%s", size, run.name), func(b *testing.B) {
				path := db()
				var ours, theirs cost
				for range b.N {
					ours.add(exported(b, program, path, run.formats))
					if run.bare != nil {
						theirs.add(written(b, path, run.bare))
					}
				}
				ours.report(b, "ogp")
				b.ReportMetric(float64(ours.peak)*1024/1e6, "peak-MB")
				if size == 10000 {
					verdict(b, "peak memory in MB", float64(ours.peak)*1024/1e6, memoryGoal)
				}
				if run.bare != nil {
					theirs.report(b, "bare")
					ratio := ours.wall.Seconds() / theirs.wall.Seconds()
					b.ReportMetric(ratio, "ratio")
					b.ReportMetric(ours.cpu.Seconds()/theirs.cpu.Seconds(), "cpu-ratio")
					verdict(b, "times the time of the bare writer", ratio, run.goal)
				}
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

// verdict tells whether a goal is met.
func verdict(b *testing.B, what string, got, goal float64) {
	word := "met"
	if got > goal {
		word = "MISSED"
	}
	b.Logf("%s: %.2f, goal %.1f: %s", what, got, goal, word)
}

// cost is what a run took; the peak memory is in KiB.
type cost struct {
	wall, cpu time.Duration
	peak      int64
}

func (c *cost) add(other cost) {
	c.wall, c.cpu, c.peak = c.wall+other.wall, c.cpu+other.cpu, max(c.peak, other.peak)
}

// report gives the seconds of one run.
func (c *cost) report(b *testing.B, who string) {
	b.ReportMetric(c.wall.Seconds()/float64(b.N), who+"-s")
	b.ReportMetric(c.cpu.Seconds()/float64(b.N), who+"-cpu-s")
}

// exported runs the program.
func exported(b *testing.B, program, db, formats string) cost {
	b.Helper()
	command := exec.Command(program, "export", "--quiet", "--db", db, "--out", filepath.Join(b.TempDir(), "out"), "--format", formats)
	var text strings.Builder
	command.Stderr = &text
	start := time.Now()
	if err := command.Start(); err != nil {
		b.Fatal(err)
	}
	peak, ended := make(chan int64), make(chan struct{})
	go func() { peak <- watch(command.Process.Pid, ended) }()
	err := command.Wait()
	wall := time.Since(start)
	close(ended)
	if err != nil {
		b.Fatalf("%v: %s", err, text.String())
	}
	return cost{wall, processorTime(command.ProcessState.SysUsage().(*syscall.Rusage)), <-peak}
}

// watch returns the most memory that a process had, in KiB. The system's own
// account of it begins with the memory of the process that started it.
func watch(pid int, ended <-chan struct{}) int64 {
	peak := int64(0)
	for {
		status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		for line := range strings.Lines(string(status)) {
			var now int64
			if n, _ := fmt.Sscanf(line, "VmHWM: %d kB", &now); n == 1 {
				peak = max(peak, now)
			}
		}
		select {
		case <-ended:
			return peak
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// written runs a bare writer.
func written(b *testing.B, path string, write func(testing.TB, *sql.DB, string)) cost {
	b.Helper()
	var before, after syscall.Rusage
	start := time.Now()
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &before); err != nil {
		b.Fatal(err)
	}
	db, err := sql.Open("duckdb", path+"?access_mode=read_only")
	if err != nil {
		b.Fatal(err)
	}
	write(b, db, b.TempDir())
	if err := errors.Join(db.Close(), syscall.Getrusage(syscall.RUSAGE_SELF, &after)); err != nil {
		b.Fatal(err)
	}
	return cost{time.Since(start), processorTime(&after) - processorTime(&before), 0}
}

func processorTime(usage *syscall.Rusage) time.Duration {
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
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
		value := sqlQuoted(column.Name)
		if column.Type == ogp.List {
			value = "array_to_string(" + value + ", '; ') AS " + value
		}
		columns = append(columns, value)
		if column.Key {
			keys = append(keys, column.Name)
		}
	}
	if keys == nil { // it has an order of its own
		keys = []string{"true"}
	}
	return fmt.Sprintf("SELECT %s FROM %s ORDER BY %s", strings.Join(columns, ", "), table.Name, strings.Join(keys, ", "))
}

// bareWorkbook streams the same cells into the same sheets: the names of the
// columns, the values, and addresses as links.
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
	for i, column := range table.Columns {
		values[i], into[i] = column.Name, &values[i]
	}
	if err := stream.SetRow("A1", values); err != nil {
		return err
	}
	for n := 2; rows.Next(); n++ {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		link(table, values)
		if err := stream.SetRow(fmt.Sprintf("A%d", n), values); err != nil {
			return err
		}
	}
	return stream.Flush()
}

// link makes the addresses of a row links, as the workbook has them.
func link(table ogp.Table, values []any) {
	for i, column := range table.Columns {
		if text, ok := values[i].(string); ok && column.Name == "url" && strings.HasPrefix(text, "https://") {
			values[i] = excelize.Cell{Formula: `HYPERLINK("` + text + `")`, Value: text}
		}
	}
}
