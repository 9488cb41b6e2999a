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
	"fmt"
	"regexp"
	"slices"
	"strings"

	"ogp"
	"ogp/store/duck"
	"ogp/store/tables"
)

// made finds the names of tables and the definitions of views in the SQL that makes
// what is kept and what follows from observations.
var made = regexp.MustCompile(`(?s)CREATE (TABLE|VIEW) (\w+)(.*?);\n`)

// own are the objects that a sound file has. Edition is that of OGP's own database in
// force; nil if there is none.
func own(edition *ogp.Edition) []tables.Object {
	own := append(tables.Derived(), tables.Object{Kind: "VIEW", Create: tables.OfficialView(edition), Table: ogp.Table{Name: tables.OfficialName}})
	for _, found := range made.FindAllStringSubmatch(tables.KeptSQL+tables.HistorySQL, -1) {
		if found[2] != tables.OfficialName {
			own = append(own, tables.Object{Kind: found[1], Create: found[0], Table: ogp.Table{Name: found[2]}})
		}
	}
	return own
}

// CheckTables refuses a file in which a table is a view, and one with macros: they
// would take the place of DuckDB's own functions. Catalog is DuckDB's name of the file
// where it is attached to another database.
func CheckTables(ctx context.Context, from duck.Querier, catalog string) error {
	names := []string{}
	for _, o := range own(nil) {
		if o.Kind == "TABLE" {
			names = append(names, o.Name)
		}
	}
	replaced, err := duck.Texts(ctx, from, duck.SQL(`
		SELECT 'the macro ' || function_name FROM system.main.duckdb_functions()
		WHERE NOT internal AND database_name = coalesce(nullif($1, ''), current_database())
		UNION ALL
		SELECT view_name FROM system.main.duckdb_views()
		WHERE NOT internal AND database_name = coalesce(nullif($1, ''), current_database())
			AND (list_contains($2::VARCHAR[], view_name) OR regexp_full_match(view_name, 'official_[0-9]+'))
		ORDER BY 1`, catalog, names))
	if err != nil {
		return err
	}
	return refuse(replaced)
}

// CheckViews compares the file's views with the program's own, both as DuckDB prints
// them once a file is opened: it prints those that were just made otherwise. Edition is that of OGP's own database in force; nil if there is none.
func CheckViews(ctx context.Context, from duck.Querier, edition *ogp.Edition) error {
	var names, queries []string
	for _, o := range own(edition) {
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
	return fmt.Errorf("another program has put %s into it: nothing is read from such a file; `ogp import` of its pages, or a copy from before, gives a sound one",
		strings.Join(replaced, ", "))
}
