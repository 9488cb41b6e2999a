package parse

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"ogp"
	"ogp/parse/form"
	"ogp/parse/outline"
	"ogp/parse/tables"
	"ogp/parse/vocab"
	"ogp/parse/words"
)

// ReadTables reads the lines that a folder adds to the parser's tables. The error
// names the file and line at fault.
func ReadTables(folder fs.FS) (tables.Added, error) { return checked(tables.Read(folder)) }

// KeptTables reads lines that a database keeps: the text that Added.Text made. A
// newer program may not know a column that they name.
func KeptTables(text string) (tables.Added, error) { return checked(tables.Kept(text)) }

func checked(added tables.Added, err error) (tables.Added, error) {
	if err != nil {
		return tables.Added{}, err
	}
	for _, table := range added.Tables() {
		for _, line := range added.Lines(table) {
			if err := checkLine(table, line); err != nil {
				return tables.Added{}, fmt.Errorf("%s: %w", tables.PlaceOf(line), err)
			}
		}
	}
	return added, nil
}

func checkLine(table string, row words.Row) error {
	if name, ok := tables.VocabularyOf(table); ok {
		return vocab.Check(name, row)
	}
	if row["field"] == "?" {
		return fmt.Errorf(`put a column in place of "?", or "-" for what belongs to none`)
	}
	if table == tables.Forms {
		return cmp.Or(checkField(row["field"], form.Fields()), form.Check(row))
	}
	return cmp.Or(outline.Check(row), checkField(row["field"], labelFields(row["template"])))
}

func labelFields(template string) []string {
	switch template {
	case "milestone":
		return []string{"milestone_count", "start_month", "end_month", "status"}
	case "author":
		return []string{"causes", "effects"}
	case "end", "site":
		return []string{"-"}
	}
	fields := []string{"-"}
	for name := range readers {
		fields = append(fields, name)
	}
	for _, column := range ogp.ReadingColumns() {
		if columns[column.Name].Name != "" && !slices.Contains(fields, column.Name) {
			fields = append(fields, column.Name)
		}
	}
	return fields
}

func checkField(field string, allowed []string) error {
	if slices.Contains(allowed, field) {
		return nil
	}
	slices.Sort(allowed)
	return fmt.Errorf("field %q is not one of %s", field, strings.Join(allowed, ", "))
}
