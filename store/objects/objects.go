// Package objects tells a database that this program made from one that another has
// changed.
//
// An open database goes in; an error comes out where a table is a view, or a view is
// not the program's own. A database may come from anybody: a replaced view could put
// what it likes into a published dataset. Views of the user's own do no harm, since
// nothing here reads them. The package changes nothing.
package objects

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"ogp"
	"ogp/store/duck"
	"ogp/store/tables"
)

// keptTable finds the name of each kept table in the SQL that makes them.
var keptTable = regexp.MustCompile(`CREATE TABLE (\w+)`)

// CheckTables refuses a file in which a table is a view. Catalog is DuckDB's name of
// the file where it is attached to another database.
func CheckTables(ctx context.Context, from duck.Querier, catalog string) error {
	names := []string{}
	for _, found := range keptTable.FindAllStringSubmatch(tables.KeptSQL, -1) {
		names = append(names, found[1])
	}
	for _, o := range tables.Derived() {
		if o.Kind == "TABLE" {
			names = append(names, o.Name)
		}
	}
	replaced, err := duck.Texts(ctx, from, duck.SQL(`SELECT view_name FROM duckdb_views()
		WHERE NOT internal AND database_name = coalesce(nullif(?, ''), current_database())
			AND (list_contains(?::VARCHAR[], view_name) OR regexp_full_match(view_name, 'official_[0-9]+'))
		ORDER BY 1`, catalog, names))
	if err != nil {
		return err
	}
	return refuse(replaced)
}

// CheckViews compares the file's views with the program's own, both in DuckDB's
// spelling. Edition is that of OGP's own database in force; nil if there is none.
func CheckViews(ctx context.Context, from duck.Querier, edition *ogp.Edition) error {
	own := append(tables.Derived(), tables.Object{Kind: "VIEW", Name: tables.OfficialName, Create: tables.OfficialView(edition)})
	var names, queries []string
	for _, o := range own {
		if _, query, found := strings.Cut(o.Create, " AS"); found && o.Kind == "VIEW" {
			names, queries = append(names, o.Name), append(queries, query)
		}
	}
	type view struct{ name, ours, theirs string }
	both, err := duck.Collect(ctx, from, duck.SQL(bothViews, names, queries), func(rows *sql.Rows, v *view) error {
		return rows.Scan(&v.name, &v.ours, &v.theirs)
	})
	var replaced []string
	for _, v := range both {
		if inOneOrder(v.ours) != inOneOrder(v.theirs) {
			replaced = append(replaced, v.name)
		}
	}
	if err != nil {
		return err
	}
	return refuse(replaced)
}

// bothViews are our views with the text that DuckDB has of them, and of the file's.
const bothViews = `
	SELECT ours.name, json_deserialize_sql(json_serialize_sql(query)), coalesce(regexp_replace(theirs.sql, '^.*? AS (.*);\s*$', '\1', 's'), '')
	FROM (SELECT unnest(?::VARCHAR[]) AS name, unnest(?::VARCHAR[]) AS query) AS ours
	LEFT JOIN (FROM duckdb_views() WHERE database_name = current_database() AND schema_name = 'main') AS theirs ON view_name = name
	ORDER BY 1`

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

// refuse fails where objects are not as they should be.
func refuse(replaced []string) error {
	if len(replaced) == 0 {
		return nil
	}
	return fmt.Errorf("another program has replaced %s in it: nothing is read from such a file; `ogp import` of its pages, or a copy from before, gives a sound one",
		strings.Join(replaced, ", "))
}
