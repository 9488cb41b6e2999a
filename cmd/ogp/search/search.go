// Package search finds commitments by words, member and date of change.
//
// What to look for and a database go in; the commitments that have it come out, in
// order of their IDs. The package changes nothing, and knows no form of output.
package search

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
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

// Found is one commitment.
type Found struct {
	ID     string `json:"commitment_id"`
	Title  string `json:"title"`
	Member string `json:"member"`
	State  string `json:"page_state"`
	URL    string `json:"url"`
}

// Find returns the commitments.
func (f Filter) Find(ctx context.Context, db *sql.DB) (list []Found, err error) {
	if f.Members, err = names.Members(ctx, db, f.Members); err != nil {
		return nil, err
	}
	query, args, err := f.query()
	if err != nil {
		return nil, err
	}
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("list: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	list = []Found{}
	for rows.Next() {
		var l Found
		if err := rows.Scan(&l.ID, &l.Title, &l.Member, &l.State, &l.URL); err != nil {
			return nil, err
		}
		list = append(list, l)
	}
	return list, rows.Err()
}

// searchedFields are the columns that are searched where none are named.
var searchedFields = []string{
	"commitment_id", "title", "commitment_title", "member", "description", "problem", "status_quo", "causes", "effects",
	"action", "contribution", "objective", "solution", "results",
}

// query is the SQL of a list, with its arguments.
func (f Filter) query() (query string, args []any, err error) {
	fields, err := f.columns()
	if err != nil {
		return "", nil, err
	}
	conditions := []string{"true"}
	text := "strip_accents(lower(concat_ws(' ', " + strings.Join(fields, ", ") + ")))"
	for _, word := range f.Words {
		conditions, args = append(conditions, "contains("+text+", strip_accents(lower(?)))"), append(args, word)
	}
	if len(f.Members) > 0 {
		conditions, args = append(conditions, "member_slug IN (SELECT unnest(?::VARCHAR[]))"), append(args, f.Members)
	}
	if f.State != AnyState {
		conditions, args = append(conditions, "page_state = ?"), append(args, f.State)
	}
	if !f.Since.IsZero() {
		conditions = append(conditions, "commitment_id IN (SELECT commitment_id FROM changes WHERE changed_at >= ?)")
		args = append(args, f.Since)
	}
	return `SELECT commitment_id, coalesce(title, ''), coalesce(member, ''), page_state, coalesce(url, '')
		FROM commitments WHERE ` + strings.Join(conditions, " AND ") + " ORDER BY commitment_id", args, nil
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
