// Package objects tells a database that this program made from one that another has
// changed.
//
// An open database goes in; an error comes out where a table is a view, or a view is
// not the program's own. A database may come from anyone: a replaced view could put
// what it likes into a published dataset. Views of the user's own do no harm, since
// nothing here reads them. The package changes nothing.
package objects

import (
	"context"
	"database/sql"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"ogp"
	"ogp/store/duck"
	"ogp/store/tables"
)

// kept finds the names of tables in the SQL that makes what is kept and what follows
// from observations.
var kept = regexp.MustCompile(`CREATE TABLE "?(\w+)`)

// CheckTables refuses a file in which a table is a view, one with macros, which would
// take the place of DuckDB's own functions, and one that lacks what is kept. Catalog is
// DuckDB's name of the file where it is attached to another database.
func CheckTables(ctx context.Context, from duck.Querier, catalog string) error {
	names := []string{}
	for _, found := range kept.FindAllStringSubmatch(tables.KeptSQL+tables.HistorySQL+tables.DerivedSQL(), -1) {
		names = append(names, found[1])
	}
	replaced, err := duck.Texts(ctx, from, duck.SQL(`
		SELECT 'the macro ' || function_name FROM system.main.duckdb_functions()
		WHERE NOT internal AND database_name = coalesce(nullif($1, ''), current_database())
		UNION ALL
		SELECT view_name FROM system.main.duckdb_views()
		WHERE NOT internal AND database_name = coalesce(nullif($1, ''), current_database())
			AND (list_contains($2::VARCHAR[], view_name) OR regexp_full_match(view_name, 'official_[0-9]+'))
		ORDER BY 1`, catalog, names))
	if err := errors.Join(err, refuse(replaced)); err != nil {
		return err
	}
	missing, err := duck.Texts(ctx, from, duck.SQL(`
		SELECT unnest($2::VARCHAR[]) EXCEPT SELECT table_name || '.' || column_name FROM system.main.duckdb_columns()
		WHERE database_name = coalesce(nullif($1, ''), current_database()) AND schema_name = 'main' ORDER BY 1`, catalog, keptColumns()))
	if err == nil && len(missing) > 0 {
		err = fmt.Errorf("it lacks %s: %s", strings.Join(missing, ", "), wayOut)
	}
	return err
}

// tableSQL and columnSQL find the tables, and in them the columns, in the SQL that
// makes what is kept.
var (
	tableSQL  = regexp.MustCompile(`(?s)CREATE TABLE (\w+) \((.*?)\n\);`)
	columnSQL = regexp.MustCompile(`(?m)^    "?(\w+)`)
)

// keptColumns are the columns that cannot be made again, as table.column.
var keptColumns = sync.OnceValue(func() (columns []string) {
	for _, table := range tableSQL.FindAllStringSubmatch(tables.KeptSQL, -1) {
		for _, column := range columnSQL.FindAllStringSubmatch(table[2], -1) {
			columns = append(columns, table[1]+"."+column[1])
		}
	}
	return columns
})

// printed are the program's own views by their names, as DuckDB prints them once a
// file is opened: go test ./store/objects -update rewrites the file. The view of OGP's
// own database is there twice, without an edition and over the rows of the first.
var printed = sync.OnceValues(func() (views map[string]string, err error) {
	return views, json.Unmarshal(printedJSON, &views)
})

//go:embed views.json
var printedJSON []byte

// firstEdition is the table that has the rows of the first edition.
const firstEdition = tables.OfficialName + "_1"

// rowsOfEdition is what such tables are called: the name comes from the file.
var rowsOfEdition = regexp.MustCompile(`^` + tables.OfficialName + `_[0-9]+$`)

// CheckViews compares the file's views with the program's own. Edition is that of
// OGP's own database in force; nil if there is none.
func CheckViews(ctx context.Context, from duck.Querier, edition *ogp.Edition) error {
	ours, err := printed()
	if err != nil {
		return err
	}
	type view struct{ name, query string }
	views, err := duck.Collect(ctx, from, duck.SQL(`SELECT view_name, regexp_replace(sql, '^.*? AS (.*);\s*$', '\1', 's')
		FROM duckdb_views() WHERE database_name = current_database() AND schema_name = 'main'`), func(rows *sql.Rows, v *view) error {
		return rows.Scan(&v.name, &v.query)
	})
	if err != nil {
		return err
	}
	theirs := map[string]string{}
	for _, v := range views {
		theirs[v.name] = inOneOrder(v.query)
	}
	var replaced []string
	for name, query := range ours {
		if name == firstEdition {
			continue
		}
		if name == tables.OfficialName && edition != nil {
			query = ""
			if rowsOfEdition.MatchString(edition.Table) {
				query = strings.ReplaceAll(ours[firstEdition], firstEdition, edition.Table)
			}
		}
		if query == "" || theirs[name] != query {
			replaced = append(replaced, name)
		}
	}
	slices.Sort(replaced)
	return refuse(replaced)
}

// excluded finds the columns that SELECT * EXCLUDE leaves out, which DuckDB lists in
// any order.
var excluded = regexp.MustCompile(`EXCLUDE \(([^()]*)\)`)

func inOneOrder(query string) string {
	return excluded.ReplaceAllStringFunc(query, func(list string) string {
		names := strings.Split(excluded.FindStringSubmatch(list)[1], ", ")
		slices.Sort(names)
		return "EXCLUDE (" + strings.Join(names, ", ") + ")"
	})
}

// wayOut ends an error about a file that another program has changed.
const wayOut = "nothing is read from such a file; `ogp import` of its pages, or a copy from before, gives a sound one"

// refuse fails where objects are not as they should be.
func refuse(replaced []string) error {
	if len(replaced) == 0 {
		return nil
	}
	return fmt.Errorf("another program has put %s into it: %s", strings.Join(replaced, ", "), wayOut)
}
