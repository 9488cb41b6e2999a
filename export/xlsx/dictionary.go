package xlsx

import (
	"context"
	"strings"

	"ogp"
)

// addDictionary is the sheet of all columns of all tables, those not selected
// included: it is the same in every export.
func (b *workbook) addDictionary(context.Context) error {
	var rows [][]any
	for _, table := range ogp.AllTables() {
		for _, column := range table.Columns {
			rows = append(rows, []any{table.Name, column.Name, string(column.Type), column.Doc, vocabularyCell(column)})
		}
	}
	return b.addRows(&sheet{
		book: b, title: dictionarySheet, about: "Every column of every table: its type and what it means.",
		columns: []sheetColumn{
			{name: "table", kind: ogp.Text, width: 18},
			{name: "column", kind: ogp.Text, width: 28},
			{name: "type", kind: ogp.Text, width: 12},
			{name: "meaning", kind: ogp.Text, width: 90, wrap: true},
			{name: "vocabulary", kind: ogp.Text, width: 40, wrap: true},
		},
	}, rows)
}

// vocabularyCell names a column's vocabulary, or its values where there are
// only those.
func vocabularyCell(column ogp.Column) any {
	switch {
	case column.Vocab != "":
		return column.Vocab
	case len(column.Enum) > 0:
		return "one of: " + strings.Join(column.Enum, ", ")
	default:
		return nil
	}
}

// addVocabularies is the sheet of the values and their meanings.
func (b *workbook) addVocabularies(context.Context) error {
	var rows [][]any
	for _, vocabulary := range b.About.Vocabularies {
		for i, v := range vocabulary.Values {
			var meaning any
			if v.Meaning != "" {
				meaning = v.Meaning
			}
			rows = append(rows, []any{vocabulary.Name, int64(i + 1), v.Value, meaning})
		}
	}
	return b.addRows(&sheet{
		book: b, title: vocabularySheet, about: "The values of the vocabularies named in the data dictionary, lowest first where they are a scale.",
		columns: []sheetColumn{
			{name: "vocabulary", kind: ogp.Text, width: 22},
			{name: "number", kind: ogp.Integer, width: 11},
			{name: "value", kind: ogp.Text, width: 42, wrap: true},
			{name: "meaning", kind: ogp.Text, width: 100, wrap: true},
		},
	}, rows)
}

// addRows fills a sheet.
func (b *workbook) addRows(s *sheet, rows [][]any) error {
	if err := s.start(); err != nil {
		return err
	}
	for _, row := range rows {
		if err := s.row(row); err != nil {
			return err
		}
	}
	return s.finish()
}
