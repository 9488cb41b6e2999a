package tables

import (
	_ "embed"
	"fmt"
	"strings"

	"ogp"
)

// KeptSQL makes the kept tables.
//
//go:embed kept.sql
var KeptSQL string

// CommentsSQL carries the data dictionary. It has a hash of its own, so that a
// better wording does not cost anyone a rebuild.
func CommentsSQL() string {
	var b strings.Builder
	for _, o := range append(keptObjects(), Derived()...) {
		b.WriteString(o.Comments())
	}
	return b.String()
}

func keptObjects() []Object {
	objects := []Object{{
		Kind: "TABLE", Name: "meta", comment: "What this file is: versions of its schema.",
		columns: []described{{"name", "Name of the value."}, {"value", "The value."}},
	}}
	objects = append(objects, observationsObject, unreadBodiesObject)
	for _, table := range ogp.KeptTables() {
		o := Object{Kind: "TABLE", Name: table.Name, comment: table.Doc, columns: describe(table)}
		if table.Name == OfficialName {
			o.Kind = "VIEW"
		}
		if table.Name == "pages" {
			o.columns = append(o.columns, described{"body", "The page's bytes as sent, as one zstd frame."})
		}
		objects = append(objects, o)
	}
	return objects
}

// Comments are the statements that put the data dictionary into the database,
// where any client shows it.
func (o Object) Comments() string {
	var b strings.Builder
	fmt.Fprintf(&b, "COMMENT ON %s %s IS %s;\n", o.Kind, ogp.Identifier(o.Name), ogp.Literal(o.comment))
	for _, column := range o.columns {
		fmt.Fprintf(&b, "COMMENT ON COLUMN %s.%s IS %s;\n", ogp.Identifier(o.Name), ogp.Identifier(column.name), ogp.Literal(column.comment))
	}
	return b.String()
}

// observationsObject describes the kept table of observations of pages. Visits
// hold requests; this holds what was learned of a page, whether it came from the
// site or from a saved file.
var observationsObject = Object{
	Kind: "TABLE", Name: "observations",
	comment: "Every observation of a commitment page: that it was there, or that it was gone.",
	columns: []described{
		{"commitment_id", "OGP's number of the commitment."},
		{"language", "Language of the page (ISO 639-1)."},
		{"seen_at", "When the page was observed (UTC)."},
		{"run_id", "The run that asked for it; NULL where the page came from a file."},
		{"gone", "Whether the page was gone (404, 410)."},
	},
}

// unreadBodiesObject describes the bodies of pages that could not be read.
var unreadBodiesObject = Object{
	Kind: "TABLE", Name: "unread_bodies",
	comment: "The bodies of pages that could not be read, each content once.",
	columns: []described{
		{"sha256", "SHA-256 of the body as sent, in hexadecimal."},
		{"bytes", "Size of the body in bytes."},
		{"body", "The bytes as sent, as one zstd frame."},
	},
}

// Kept is one of ogp.KeptTables; its absence is a fault of this package.
func Kept(name string) ogp.Table {
	for _, table := range ogp.KeptTables() {
		if table.Name == name {
			return table
		}
	}
	panic("store: no kept table " + name)
}
