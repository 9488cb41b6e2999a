package xlsx

import (
	"context"
	"strings"

	"ogp"
)

// textColumn is a column of texts on several lines.
func textColumn(name string, width float64) sheetColumn {
	return sheetColumn{name: name, kind: ogp.Text, width: width, wrap: true}
}

// numberColumn is a column of numbers.
func numberColumn(name string) sheetColumn {
	return sheetColumn{name: name, kind: ogp.Integer, width: 11}
}

// addDictionary is the sheet of all columns of all tables, those not selected
// included: it is the same in every export.
func (b *workbook) addDictionary(context.Context) error {
	var rows [][]any
	for _, table := range ogp.AllTables() {
		for _, column := range table.Columns {
			values := column.Vocab // its name, or the values where there are only those
			if values == "" && len(column.Enum) > 0 {
				values = "one of: " + strings.Join(column.Enum, ", ")
			}
			rows = append(rows, []any{table.Name, column.Name, string(column.Type), column.Doc, known(values)})
		}
	}
	return b.addRows(dictionarySheet, "Every column of every table: its type and what it means.", rows,
		textColumn("table", 22), textColumn("column", 28), textColumn("type", 12), textColumn("meaning", 90), textColumn("vocabulary", 40))
}

// known is a text as a value, which an empty one is not.
func known(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// addVocabularies is the sheet of the values and their meanings.
func (b *workbook) addVocabularies(context.Context) error {
	var rows [][]any
	for _, vocabulary := range b.About.Vocabularies {
		for i, v := range vocabulary.Values {
			rows = append(rows, []any{vocabulary.Name, int64(i + 1), v.Value, known(v.Meaning)})
		}
	}
	return b.addRows(vocabularySheet, "The values of the vocabularies named in the data dictionary, lowest first where they are a scale.", rows,
		textColumn("vocabulary", 22), numberColumn("number"), textColumn("value", 42), textColumn("meaning", 100))
}

// addRows adds a sheet of the workbook's own.
func (b *workbook) addRows(title, about string, rows [][]any, columns ...sheetColumn) error {
	s := &sheet{book: b, title: title, about: about, columns: columns}
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
