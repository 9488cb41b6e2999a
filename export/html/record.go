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

// labels of columns whose names are not plain words.
var labels = map[string]string{
	"ogp_values": "OGP values", "ogp_value_explanation": "Relevance to OGP values",
	"irm_midterm_summary": "IRM midterm summary", "irm_end_of_term_summary": "IRM end-of-term summary",
	"url": "Original page", "capture_url": "Archived copy", "page_sha256": "SHA-256 of the page",
	"end_of_commitment_report": "End of Commitment Report", "irm_report": "IRM report",
	"status_quo": "Status quo", "long_term_goal": "Long-term goal",
}

// label is a column's name for people.
func label(column string) string {
	if text := labels[column]; text != "" {
		return text
	}
	text := strings.ReplaceAll(column, "_", " ")
	if text == "" {
		return ""
	}
	return strings.Replace(strings.ToUpper(text[:1])+text[1:], "Irm ", "IRM ", 1)
}

// month writes the date of a month as "Feb 2022"; other texts stay.
func month(date string) string {
	at, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return at.Format("Jan 2006")
}
