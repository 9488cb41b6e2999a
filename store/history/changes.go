package history

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"ogp"
)

// Reading is what changes are derived from: one version of a commitment in the
// preferred language, its values as text.
type Reading struct {
	ogp.PageKey
	FirstSeen time.Time // of the version; zero where that is not known
	LastSeen  time.Time // of the version
	Parser    string
	Values    []string // in the order of Columns; empty for a value that is not known
	Items     [][]Item // in the order of ItemTables
}

// Columns are the columns whose difference is an edit of the page: all that are
// read but the one that says who read it.
var Columns = sync.OnceValue(func() []ogp.Column {
	return slices.DeleteFunc(ogp.ReadingColumns(), func(column ogp.Column) bool { return column.Name == "parser" })
})

// Record is what the changes of one commitment are derived from.
type Record struct {
	FirstSeen    time.Time         // when it was first seen in any language; zero where that is not known
	Readings     []Reading         // of all versions of its page in the preferred language, at least one
	Observations []ogp.Observation // of that page, in order of time
}

// Changes is the history of one commitment, oldest first. What a page of unknown
// time has that others do not have is no change: nothing shows which came first.
func (r Record) Changes() []ogp.Change {
	changes := []ogp.Change{{ChangedAt: r.FirstSeen, Kind: "new"}}
	readings := r.Readings
	for i := 1; i < len(readings); i++ {
		if readings[i-1].FirstSeen.IsZero() {
			continue
		}
		changes = append(changes, edits(readings[i-1], readings[i])...)
	}
	changes = append(changes, Withdrawals(r.Observations)...)
	// That a changed page has returned comes before what changed.
	slices.SortStableFunc(changes, func(a, b ogp.Change) int {
		return cmp.Or(a.ChangedAt.Compare(b.ChangedAt), cmp.Compare(rank(a), rank(b)))
	})
	return changes
}

func rank(c ogp.Change) int {
	return slices.Index([]string{"new", "withdrawn", "returned", "reassigned", "edited"}, c.Kind)
}

// reported are the columns and tables whose change is reported, so that none is
// reported twice.
type reported map[string]bool

// edits are the differences between two versions. Readings by two parsers are
// not compared: the difference could be the parsers'.
func edits(before, after Reading) []ogp.Change {
	if before.Parser != after.Parser {
		return nil
	}
	done := reported{}
	items := itemEdits(before, after, done, false)
	done["milestone_count"] = done["milestones"]
	changes := columnEdits(before, after, done)
	// The kinds of documents that have columns.
	done["action_plan"], done["irm_report"] = done["action_plans"], done["irm_reports"]
	changes = slices.Concat(changes, items, itemEdits(before, after, done, true))
	for i := range changes {
		c := &changes[i]
		c.ChangedAt, c.NotBefore, c.Kind = after.FirstSeen, before.LastSeen, "edited"
		if c.Field == "title" && unrecognizable(c.Before, c.After) {
			c.Kind = "reassigned"
		}
	}
	return changes
}

// itemEdits are the differences in the long tables that repeat columns, or in
// those that do not.
func itemEdits(before, after Reading, done reported, repeats bool) []ogp.Change {
	var changes []ogp.Change
	for i, table := range ItemTables() {
		if repeats != (table.repeats >= 0) {
			continue
		}
		more := table.edits(before.Items[i], after.Items[i], done)
		done[table.Name] = done[table.Name] || len(more) > 0
		changes = append(changes, more...)
	}
	return changes
}

func columnEdits(before, after Reading, done reported) []ogp.Change {
	var changes []ogp.Change
	for i, column := range Columns() {
		if before.Values[i] != after.Values[i] && !done[column.Name] {
			done[column.Name] = true
			changes = append(changes, ogp.Change{Field: column.Name, Before: before.Values[i], After: after.Values[i]})
		}
	}
	return changes
}
