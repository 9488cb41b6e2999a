package ogp

import "slices"

// ChangesTable is the name of the long table that no page has: it is the
// difference between readings, and stands beside them.
const ChangesTable = "changes"

// Provenance are the columns of commitments that say which version of a page a
// row was read from, and the columns of the kept table pages they come from.
// They are joined, not read: a page that is seen again unchanged moves last_seen
// and no reading.
var Provenance = map[string]string{
	"page_version": "version",
	"first_seen":   "first_seen",
	"last_seen":    "last_seen",
	"page_sha256":  "sha256",
}

// ReadingColumns are the flat columns that a parser fills for a page; its key and
// its provenance are not among them.
func ReadingColumns() []Column {
	return slices.DeleteFunc(slices.Clone(Commitments().Columns), func(column Column) bool {
		_, joined := Provenance[column.Name]
		return joined || column.Key || column.Name == "language"
	})
}

// ReadingTables are the long tables that a parser fills for a page.
func ReadingTables() []Table {
	return slices.DeleteFunc(slices.Clone(LongTables()), func(table Table) bool {
		return table.Name == ChangesTable
	})
}

// OwnColumns are the table's columns without its key.
func (t Table) OwnColumns() []Column {
	return slices.DeleteFunc(slices.Clone(t.Columns), func(column Column) bool { return column.Key })
}
