// Package search finds commitments by words, member and date of change.
//
// What to look for and a database go in; SQL of the commitments that have it comes
// out. The package changes nothing, and knows no form of output.
package search

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"ogp"
	"ogp/cmd/ogp/names"
)

// Filter says which commitments are looked for.
type Filter struct {
	Words   []string  // each occurs in one of the fields
	Fields  []string  // columns of commitments that are searched
	Members []string  // slugs, or names as flags.Slug spells them
	State   string    // of the page: present, withdrawn, or AnyState
	Since   time.Time // changed since then; zero: at any time
}

// AnyState is the state of all pages.
const AnyState = "any"

// searchedFields are the columns that are searched where none are named.
var searchedFields = []string{
	"commitment_id", "title", "commitment_title", "member", "description", "problem", "status_quo", "causes", "effects",
	"action", "contribution", "objective", "solution", "results",
}

// Query is SQL of the commitments, in order of their IDs: all of a query but for what it
// selects.
func (f Filter) Query(ctx context.Context, db *sql.DB) (string, error) {
	fields, err := f.columns()
	if err != nil {
		return "", err
	}
	if f.Members, err = names.Members(ctx, db, f.Members); err != nil {
		return "", err
	}
	conditions := []string{"true"}
	text := "strip_accents(lower(concat_ws(' ', " + strings.Join(fields, ", ") + ")))"
	for _, word := range f.Words {
		conditions = append(conditions, "contains("+text+", strip_accents(lower("+ogp.Literal(word)+")))")
	}
	if len(f.Members) > 0 {
		var slugs []string
		for _, slug := range f.Members {
			slugs = append(slugs, ogp.Literal(slug))
		}
		conditions = append(conditions, "member_slug IN ("+strings.Join(slugs, ", ")+")")
	}
	if f.State != AnyState {
		conditions = append(conditions, "page_state = "+ogp.Literal(f.State))
	}
	if !f.Since.IsZero() {
		since := ogp.Literal(f.Since.Format("2006-01-02 15:04:05.999999"))
		conditions = append(conditions, "commitment_id IN (SELECT commitment_id FROM changes WHERE changed_at >= "+since+")")
	}
	return " FROM commitments WHERE " + strings.Join(conditions, " AND ") + " ORDER BY commitment_id", nil
}

// columns are the SQL of the searched columns.
func (f Filter) columns() ([]string, error) {
	searched := f.Fields
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
