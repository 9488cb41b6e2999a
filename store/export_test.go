package store

import "ogp/store/tables"

// DerivedSQL is all SQL of the derived tables, for the golden file.
func DerivedSQL() string {
	text := tables.DerivedSQL()
	for _, o := range tables.Derived() {
		text += o.Comments()
	}
	return text
}
