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
	"fmt"
	"strings"

	"ogp"
	"ogp/store/duck"
	"ogp/store/tables"
)

// CheckTables refuses a file in which a table is a view. Catalog is DuckDB's name of
// the file where it is attached to another database.
func CheckTables(ctx context.Context, from duck.Querier, catalog string) error {
	names := []string{"meta"}
	for _, table := range ogp.KeptTables() {
		if table.Name != tables.OfficialName {
			names = append(names, table.Name)
		}
	}
	for _, o := range tables.Derived() {
		if o.Kind == "TABLE" {
			names = append(names, o.Name)
		}
	}
	return refuseReplaced(ctx, from, duck.SQL(`SELECT view_name FROM duckdb_views()
		WHERE NOT internal AND database_name = coalesce(nullif(?, ''), current_database())
			AND (list_contains(?::VARCHAR[], view_name) OR starts_with(view_name, 'official_'))
		ORDER BY 1`, catalog, names))
}

// CheckViews compares the file's views with the program's own, both in DuckDB's
// spelling. Edition is that of OGP's own database in force; nil if there is none.
func CheckViews(ctx context.Context, from duck.Querier, edition *ogp.Edition) error {
	own := tables.Derived()
	if edition != nil {
		own = append(own, tables.Object{Kind: "VIEW", Name: tables.OfficialName, Create: tables.OfficialView(*edition)})
	}
	var names, queries []string
	for _, o := range own {
		if _, query, found := strings.Cut(o.Create, " AS"); found && o.Kind == "VIEW" {
			names, queries = append(names, o.Name), append(queries, query)
		}
	}
	return refuseReplaced(ctx, from, duck.SQL(differingViews, names, queries))
}

// differingViews are views of ours that the file has otherwise, or not at all.
const differingViews = `
	SELECT ours.name
	FROM (SELECT unnest(?::VARCHAR[]) AS name, unnest(?::VARCHAR[]) AS query) AS ours
	LEFT JOIN (FROM duckdb_views() WHERE database_name = current_database() AND schema_name = 'main') AS theirs ON view_name = name
	WHERE json_deserialize_sql(json_serialize_sql(query)) IS DISTINCT FROM regexp_replace(theirs.sql, '^.*? AS (.*);\s*$', '\1', 's')
	ORDER BY 1`

// refuseReplaced fails where a query names objects that are not as they should be.
func refuseReplaced(ctx context.Context, from duck.Querier, q duck.Query) error {
	wrong, err := duck.Texts(ctx, from, q)
	if err != nil || len(wrong) == 0 {
		return err
	}
	return fmt.Errorf("another program has replaced %s in it: nothing is read from such a file; `ogp import` of its pages, or a copy from before, gives a sound one", strings.Join(wrong, ", "))
}
