package tables

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"ogp"
)

// KeptSQL makes the kept tables.
//
//go:embed kept.sql
var KeptSQL string

// HistorySQL makes the tables that are derived from observations, and the view
// pages over them and contents.
//
//go:embed history.sql
var HistorySQL string

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
	objects = append(append(objects, historyObjects...), unreadBodiesObject)
	for _, table := range ogp.KeptTables() {
		o := Object{Kind: "TABLE", Name: table.Name, comment: table.Doc, columns: describe(table)}
		if table.Name == OfficialName || table.Name == "pages" {
			o.Kind = "VIEW"
		}
		if table.Name == "pages" || table.Name == "contents" {
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

// historyObjects describe what is derived from observations and has the schema of
// the kept tables: no parser is needed to make it.
var historyObjects = []Object{
	{
		Kind: "TABLE", Name: "versions", comment: "The versions of pages, derived from observations: pages without the columns of contents.",
		columns: versionColumns(),
	},
	{
		Kind: "TABLE", Name: "page_states", comment: "What is known of every page today, derived from observations.",
		columns: []described{
			{"commitment_id", "OGP's number of the commitment."},
			{"language", "Language of the page (ISO 639-1)."},
			{"withdrawn_at", "When a withdrawn page was first found gone (UTC); NULL for a page that is present."},
			{"last_checked", "When the page was last observed at all (UTC); NULL where no time is known."},
		},
	},
}

// versionColumns are the columns of pages that do not follow from the content.
func versionColumns() []described {
	return slices.DeleteFunc(describe(Kept("pages")), func(column described) bool {
		return slices.Contains([]string{"fingerprint", "header", "bytes"}, column.name)
	})
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
