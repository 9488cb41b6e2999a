package ogp

import "slices"

// ChangesTable is the name of the long table that no page has: it is the
// difference between readings, and stands beside them.
const ChangesTable = "changes"

// Provenance are the columns of commitments that say which version of a page a
// row was read from, and the columns of the table pages they come from. They are
// joined, not read: a page that is seen again unchanged moves last_seen and no
// reading.
var Provenance = map[string]string{
	"source":       "source",
	"capture_url":  "capture_url",
	"page_version": "version",
	"first_seen":   "first_seen",
	"last_seen":    "last_seen",
	"page_sha256":  "sha256",
}

// PageStates are the columns of commitments that say what is known of the page
// today; they are joined like Provenance.
var PageStates = []string{"page_state", "withdrawn_at", "last_checked"}

// ReadingColumns are the flat columns that a parser fills for a page: neither its
// key nor what is joined.
func ReadingColumns() []Column {
	return slices.DeleteFunc(slices.Clone(Commitments().Columns), func(column Column) bool {
		_, joined := Provenance[column.Name]
		return joined || column.Key || column.Name == "language" || slices.Contains(PageStates, column.Name)
	})
}

// ReadingTables are the long tables that a parser fills for a page. Beside them are
// changes and discrepancies, which are derived from several readings.
func ReadingTables() []Table {
	return slices.DeleteFunc(slices.Clone(LongTables()), func(table Table) bool {
		return table.Name == ChangesTable || table.Name == DiscrepanciesTable
	})
}

// OwnColumns are the table's columns without its key.
func (t Table) OwnColumns() []Column {
	return slices.DeleteFunc(slices.Clone(t.Columns), func(column Column) bool { return column.Key })
}
