package export_test

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"ogp"
)

// TestAnotherReaderReadsParquet reads with code that has nothing of DuckDB's.
func TestAnotherReaderReadsParquet(t *testing.T) {
	t.Parallel()
	dir := shared(t)
	type flat struct {
		ID          string  `parquet:"commitment_id,optional"`
		Description *string `parquet:"description,optional"`
		Lead        *string `parquet:"lead_institution,optional"`
		Milestones  int32   `parquet:"milestone_count,optional"`
		StartMonth  *int32  `parquet:"start_month,optional,date"`
	}
	var rows []flat
	readParquet(t, filepath.Join(dir, "commitments.parquet"), func(f *parquet.File) error {
		var err error
		rows, err = parquet.Read[flat](readerAt{f}, f.Size())
		return err
	})
	const february2022 = 19024 // days since 1970
	if len(rows) != 2 || rows[0].StartMonth != nil || rows[1].ID != "MXMEX0009" || *rows[1].Description != longText ||
		*rows[1].Lead != formula || rows[1].Milestones != 2 || *rows[1].StartMonth != february2022 {
		t.Errorf("rows are %.300v", rows)
	}
	for _, table := range ogp.AllTables() {
		readParquet(t, filepath.Join(dir, table.Name+".parquet"), func(f *parquet.File) error {
			var got []string
			for _, field := range f.Schema().Fields() {
				got = append(got, field.Name())
			}
			if diff := cmp.Diff(names(table.Columns), got); diff != "" {
				t.Errorf("%s: %s", table.Name, diff)
			}
			if source, _ := f.Lookup("source"); source != ogp.Site {
				t.Errorf("%s: the source is %q", table.Name, source)
			}
			return nil
		})
	}
}

func TestAnotherReaderReadsNestedParquet(t *testing.T) {
	t.Parallel()
	dir := shared(t)
	type nested struct {
		ID           string   `parquet:"commitment_id,optional"`
		Institutions []string `parquet:"institutions,list"`
		Milestones   []struct {
			Number int32  `parquet:"number,optional"`
			Title  string `parquet:"title,optional"`
		} `parquet:"milestones,list"`
	}
	readParquet(t, filepath.Join(dir, "commitments_nested.parquet"), func(f *parquet.File) error {
		rows, err := parquet.Read[nested](readerAt{f}, f.Size())
		if err != nil {
			return err
		}
		got := rows[1]
		if got.ID != "MXMEX0009" || !cmp.Equal(got.Institutions, []string{"Treasury", "=Audit"}) || len(got.Milestones) != 2 || got.Milestones[1].Title != "-second" {
			t.Errorf("the nested row is %+v", got)
		}
		return nil
	})
}

// readerAt is the whole file again, for readers that open it themselves.
type readerAt struct{ io.ReaderAt }

func readParquet(t *testing.T, path string, use func(*parquet.File) error) {
	t.Helper()
	in, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		t.Fatal(err)
	}
	file, err := parquet.OpenFile(in, info.Size())
	if err != nil {
		t.Fatal(err)
	}
	if err := use(file); err != nil {
		t.Errorf("%s: %v", path, err)
	}
}
