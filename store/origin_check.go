package store

import (
	"context"
	"fmt"
	"strings"

	"ogp"
	"ogp/store/duck"
	"ogp/store/tables"
)

// checkObjects refuses a file in which a table is a view, or a view is not the one
// that this program makes. A database may come from anybody: a replaced view could
// put what it likes into a published dataset. Views of the user's own do no harm,
// since nothing here reads them.
func (f *file) checkObjects(ctx context.Context) error {
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
	err := refuseReplaced(ctx, f.db, duck.SQL(`SELECT view_name FROM duckdb_views() WHERE NOT internal AND database_name = coalesce(nullif(?, ''), current_database())
		AND (list_contains(?::VARCHAR[], view_name) OR starts_with(view_name, 'official_')) ORDER BY 1`, f.catalog, names))
	if err != nil || f.outdated || f.catalog != "" {
		return err
	}
	return compareViews(ctx, f.db)
}

// compareViews compares the file's views with the program's own, both in DuckDB's
// spelling.
func compareViews(ctx context.Context, from duck.Querier) error {
	edition, err := newestEdition(ctx, from)
	if err != nil {
		return err
	}
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
