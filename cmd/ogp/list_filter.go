package main

import (
	"strings"
	"time"

	"ogp"
	"ogp/cmd/ogp/names"
)

// listFilter says which commitments a list has.
type listFilter struct {
	words   []string // each occurs in one of the fields
	fields  []string // columns of commitments that are searched
	members []string // slugs
	since   time.Time
}

// searchedFields are the columns that a list searches where none are named.
var searchedFields = []string{
	"commitment_id", "title", "commitment_title", "member", "description", "problem", "status_quo", "causes", "effects",
	"action", "contribution", "objective", "solution", "results",
}

// query is the SQL of a list, with its arguments.
func (f listFilter) query() (query string, args []any, err error) {
	fields, err := f.columns()
	if err != nil {
		return "", nil, err
	}
	conditions := []string{"true"}
	text := "strip_accents(lower(concat_ws(' ', " + strings.Join(fields, ", ") + ")))"
	for _, word := range f.words {
		conditions, args = append(conditions, "contains("+text+", strip_accents(lower(?)))"), append(args, word)
	}
	if len(f.members) > 0 {
		conditions, args = append(conditions, "member_slug IN (SELECT unnest(?::VARCHAR[]))"), append(args, f.members)
	}
	if !f.since.IsZero() {
		conditions = append(conditions, "commitment_id IN (SELECT commitment_id FROM changes WHERE changed_at >= ?)")
		args = append(args, f.since)
	}
	return `SELECT commitment_id, coalesce(title, ''), coalesce(member, ''), coalesce(url, '')
		FROM commitments WHERE ` + strings.Join(conditions, " AND ") + " ORDER BY commitment_id", args, nil
}

// columns are the SQL of the searched columns.
func (f listFilter) columns() ([]string, error) {
	searched := f.fields
	if len(searched) == 0 {
		searched = searchedFields
	}
	known := map[string]ogp.Column{}
	var all []string
	for _, column := range ogp.Commitments().Columns {
		known[column.Name], all = column, append(all, column.Name)
	}
	var columns []string
	for _, name := range searched {
		column, ok := known[name]
		switch {
		case !ok:
			return nil, &names.UnknownError{What: "column", Given: name, Known: all}
		case column.Type == ogp.List:
			columns = append(columns, "array_to_string("+ogp.Identifier(name)+", ' ')")
		default:
			columns = append(columns, ogp.Identifier(name)+"::VARCHAR")
		}
	}
	return columns, nil
}
