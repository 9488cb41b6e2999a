package html

import (
	"strings"
	"time"
	"unicode"

	"ogp"
)

// record is a commitment, or a row of one of its long tables, by column.
type record map[string]any

func (r record) text(column string) string {
	text, _ := r[column].(string)
	return text
}

func (r record) number(column string) int {
	n, _ := r[column].(float64) // as package json reads numbers
	return int(n)
}

// list are the texts of a list column.
func (r record) list(column string) []string {
	items, _ := r[column].([]any)
	var out []string
	for _, item := range items {
		if text, ok := item.(string); ok {
			out = append(out, text)
		}
	}
	return out
}

// rows are those of a long table.
func (r record) rows(name string) []record {
	table, _ := ogp.FindTable(name)
	items, _ := r[table.Nested()].([]any)
	out := make([]record, 0, len(items))
	for _, item := range items {
		if row, ok := item.(map[string]any); ok {
			out = append(out, row)
		}
	}
	return out
}

// day is the date of a time or month, as the dataset writes them.
func (r record) day(column string) string {
	day, _, _ := strings.Cut(r.text(column), "T")
	return day
}

// slugOf is a text in lower case letters and digits of any script, with hyphens
// for all else.
func slugOf(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !unicode.IsMark(c)
	})
	return strings.Join(words, "-")
}

// month writes the date of a month as "Feb 2022"; other texts stay.
func month(date string) string {
	at, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return at.Format("Jan 2006")
}
