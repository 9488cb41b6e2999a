package main

import (
	"fmt"
	"strings"
	"time"

	"ogp"
)

// listFilter says which commitments a list has.
type listFilter struct {
	words   []string // each stands in one of the fields
	fields  []string // columns of commitments that are searched
	members []string // slugs, or names as printed
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
		conditions = append(conditions, "(lower(member_slug) IN (SELECT lower(unnest(?::VARCHAR[]))) OR lower(member) IN (SELECT lower(unnest(?::VARCHAR[]))))")
		args = append(args, f.members, f.members)
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
	names := f.fields
	if len(names) == 0 {
		names = searchedFields
	}
	known := map[string]ogp.Column{}
	var all []string
	for _, column := range ogp.Commitments().Columns {
		known[column.Name], all = column, append(all, column.Name)
	}
	var columns []string
	for _, name := range names {
		column, ok := known[name]
		switch {
		case !ok:
			return nil, usageError{fmt.Errorf("there is no column %q in commitments; known are %s", name, strings.Join(all, ", "))}
		case column.Type == ogp.List:
			columns = append(columns, "array_to_string("+ogp.Identifier(name)+", ' ')")
		default:
			columns = append(columns, ogp.Identifier(name)+"::VARCHAR")
		}
	}
	return columns, nil
}
