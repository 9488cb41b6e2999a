package store

import (
	"fmt"
	"strings"

	"ogp"
)

// commentsSQL carries the data dictionary. It has a hash of its own, so that a
// better wording does not cost anyone a rebuild.
func commentsSQL() string {
	var b strings.Builder
	for _, o := range append(keptObjects(), derived()...) {
		b.WriteString(o.comments())
	}
	return b.String()
}

func keptObjects() []object {
	objects := []object{{
		kind: "TABLE", name: "meta", comment: "What this file is: versions of its schema.",
		columns: []described{{"name", "Name of the value."}, {"value", "The value."}},
	}}
	objects = append(objects, observationsObject)
	for _, table := range ogp.KeptTables() {
		o := object{kind: "TABLE", name: table.Name, comment: table.Doc, columns: describe(table)}
		if table.Name == officialName {
			o.kind = "VIEW"
		}
		if table.Name == "pages" {
			o.columns = append(o.columns, described{"body", "The page's bytes as sent, as one zstd frame."})
		}
		objects = append(objects, o)
	}
	return objects
}

// comments are the statements that put the data dictionary into the database,
// where any client shows it.
func (o object) comments() string {
	var b strings.Builder
	fmt.Fprintf(&b, "COMMENT ON %s %s IS %s;\n", o.kind, ogp.Identifier(o.name), ogp.Literal(o.comment))
	for _, column := range o.columns {
		fmt.Fprintf(&b, "COMMENT ON COLUMN %s.%s IS %s;\n", ogp.Identifier(o.name), ogp.Identifier(column.name), ogp.Literal(column.comment))
	}
	return b.String()
}
