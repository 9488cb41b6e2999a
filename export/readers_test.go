package export_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"ogp/export"
)

// TestReaders lets the programs that people use read an export. It needs what
// export/readers/install.sh gets: make test-readers.
func TestReaders(t *testing.T) {
	modules := os.Getenv("OGP_READERS")
	if modules == "" {
		t.Skip("OGP_READERS does not name the readers' folder: use make test-readers")
	}
	db := database(t, full(), sparse())
	dir := out(t, db, export.Options{})
	parted := out(t, db, export.Options{Formats: []string{"csv", "parquet"}, PartitionBy: "member_slug", Tables: []string{"commitments", "causes"}})
	for _, reader := range []struct {
		name    string
		have    []string // succeeds where the reader is installed
		command []string
	}{
		{"LibreOffice", []string{"soffice", "--version"}, []string{"/usr/bin/python3", "readers/libreoffice.py", dir, t.TempDir()}},
		{"pandas", []string{"/usr/bin/python3", "-c", "import pandas, openpyxl"}, []string{"/usr/bin/python3", "readers/pandas_types.py", dir}},
		{"typed CSV in pandas", []string{"/usr/bin/python3", "-c", "import pandas"}, []string{"/usr/bin/python3", "readers/typed_csv.py", dir, "../docs/data.md"}},
		{"typed CSV in readr", []string{"Rscript", "-e", "library(readr); library(jsonlite)"}, []string{"Rscript", "readers/typed_csv.R", dir, "../docs/data.md"}},
		{"readxl", []string{"Rscript", "-e", "library(readxl)"}, []string{"Rscript", "readers/readxl.R", dir}},
		{"ExcelJS", []string{"node", "-e", "require('exceljs')"}, []string{"node", "readers/exceljs.js", dir}},
		{"datapackage", []string{"node", "-e", "require('datapackage')"}, []string{"node", "readers/validate.js", dir}},
		{"datapackage of partitions", []string{"node", "-e", "require('datapackage')"}, []string{"node", "readers/validate.js", parted}},
	} {
		t.Run(reader.name, func(t *testing.T) {
			if err := reads(modules, reader.have).Run(); err != nil {
				t.Skipf("%s is not installed: %v", reader.name, err)
			}
			text, err := reads(modules, reader.command).CombinedOutput()
			if err != nil {
				t.Errorf("%v\n%s", err, text)
			}
			t.Logf("%s", text)
		})
	}
}

func reads(modules string, command []string) *exec.Cmd {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(modules, "node_modules"))
	return cmd
}
