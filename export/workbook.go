package export

import (
	"bufio"
	"context"

	"ogp/export/describe"
	"ogp/export/xlsx"
)

var workbookFormat = format{
	name: "xlsx",
	about: func(Options) describe.Format {
		return describe.Format{
			Name: "xlsx", MediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Flat: true,
			Title:   "Workbook",
			Content: "Workbook: overview, every table, data dictionary, vocabularies.",
			Notes:   []string{"In the workbook, identifiers are text and dates are dates. A cell holds 32,767 characters at most: a longer text is continued in the sheet “Long text”, and its cell says where."},
		}
	},
	write: writeWorkbook,
	check: checkWorkbook,
}

// writeWorkbook writes one Excel file with all tables.
func writeWorkbook(ctx context.Context, j *job) (result, error) {
	file := File{Name: "ogp.xlsx"}
	for _, table := range j.selection.Tables {
		file.Rows += j.rows(table.Name)
	}
	glance, err := j.overview()
	if err != nil {
		return result{}, err
	}
	source := xlsx.Source{
		Data: j.data, About: j.about, Overview: glance, Temp: j.temp, MaxRows: j.sheetRows,
		Progress: func(table string) { j.Progress("xlsx " + table) }, Moved: j.Moved,
	}
	var limitation string
	err = writeFile(j.path(file.Name), func(w *bufio.Writer) error {
		written, err := xlsx.Write(ctx, source, w)
		j.sheets, limitation = written.Sheets, written.Limitation
		return err
	})
	return result{[]File{file}, limitation}, err
}

// checkWorkbook reads the file back and compares the rows of its sheets with
// those of the tables.
func checkWorkbook(ctx context.Context, j *job, file File) error {
	found := map[string]int64{}
	for _, sheet := range j.sheets {
		found[sheet.Table] += sheet.Rows
	}
	for _, table := range j.selection.Tables {
		if err := j.expect(table.Name, found[table.Name]); err != nil {
			return err
		}
	}
	return xlsx.Check(ctx, j.path(file.Name), j.sheets)
}
