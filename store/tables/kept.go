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
	var objects []Object
	for _, table := range append(internalTables(), ogp.KeptTables()...) {
		o := Object{Kind: "TABLE", Table: table}
		if table.Name == OfficialName || table.Name == "pages" {
			o.Kind = "VIEW"
		}
		if table.Name == "pages" || table.Name == "contents" {
			o.Columns = slices.Concat(table.Columns, []ogp.Column{{Name: "body", Type: ogp.Bytes, Doc: "The page's bytes as sent, as one zstd frame."}})
		}
		objects = append(objects, o)
	}
	return objects
}

// Dictionary describes the tables and views of a database: those of an export as
// exports have them, then the archive's, last those that are internal.
func Dictionary() []ogp.Table {
	dictionary, internal := ogp.AllTables(), []ogp.Table{}
	for _, o := range append(keptObjects(), Derived()...) {
		_, exported := ogp.FindTable(o.Name)
		switch {
		case Internal(o.Name):
			internal = append(internal, o.Table)
		case !exported:
			dictionary = append(dictionary, o.Table)
		}
	}
	return append(dictionary, internal...)
}

// Internal reports whether the program keeps a table for itself: another version may
// name or arrange it otherwise.
func Internal(name string) bool {
	of := func(t ogp.Table) bool { return t.Name == name }
	return slices.ContainsFunc(internalTables(), of) || slices.Contains([]string{"readings", "content_readings", OfficialReadingsName}, name)
}

// Comments are the statements that put the data dictionary into the database,
// where any client shows it.
func (o Object) Comments() string {
	var b strings.Builder
	fmt.Fprintf(&b, "COMMENT ON %s %s IS %s;\n", o.Kind, ogp.Identifier(o.Name), ogp.Literal(o.Doc))
	for _, column := range o.Columns {
		fmt.Fprintf(&b, "COMMENT ON COLUMN %s.%s IS %s;\n", ogp.Identifier(o.Name), ogp.Identifier(column.Name), ogp.Literal(column.Doc))
	}
	return b.String()
}

// internalTables describe the version of the file, what is derived from observations
// without a parser, and the bodies of pages that could not be read.
func internalTables() []ogp.Table {
	return []ogp.Table{
		{Name: "meta", Doc: "What this file is: versions of its schema.", Columns: []ogp.Column{
			{Name: "name", Type: ogp.Text, Doc: "Name of the value."},
			{Name: "value", Type: ogp.Text, Doc: "The value."},
		}},
		{Name: "versions", Doc: "The versions of pages, derived from observations: pages without the columns of contents.", Columns: versionColumns()},
		{Name: "page_states", Doc: "What is known of every page today, derived from observations.", Columns: append(pageKey(),
			ogp.Column{Name: "withdrawn_at", Type: ogp.Timestamp, Doc: "When a withdrawn page was first found gone (UTC); NULL for a page that is present."},
			ogp.Column{Name: "last_checked", Type: ogp.Timestamp, Doc: "When the page was last observed at all (UTC); NULL where no time is known."},
		)},
		{Name: "unread_bodies", Doc: "The bodies of pages that could not be read, each content once.", Columns: []ogp.Column{
			{Name: "sha256", Type: ogp.Text, Doc: "SHA-256 of the body as sent, in hexadecimal."},
			{Name: "bytes", Type: ogp.Integer, Doc: "Size of the body in bytes."},
			{Name: "body", Type: ogp.Bytes, Doc: "The bytes as sent, as one zstd frame."},
		}},
	}
}

// versionColumns are the columns of pages that do not follow from the content.
func versionColumns() []ogp.Column {
	return slices.DeleteFunc(slices.Clone(Kept("pages").Columns), func(column ogp.Column) bool {
		return slices.Contains([]string{"fingerprint", "header", "bytes"}, column.Name)
	})
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
