package store

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"ogp"
)

// itemTable is a long table whose rows are compared one by one.
type itemTable struct {
	ogp.Table
	columns  []ogp.Column
	identity int // index of the column that names an item, e.g. the title of a milestone
	covers   int // index of the column that names the flat column telling the same; -1 if none does
}

// item is one row of a long table as text, a value for each column.
type item []string

// identities name the column by which a person would call an item.
var identities = map[string]string{
	"milestones": "title", "institutions": "name", "action_plans": "name", "policy_areas": "name",
	"ogp_values": "value", "causes": "text", "effects": "text", "documents": "title", "sections": "label",
}

// coveredBy name the column of an item that says which column or table tells of
// it too: a section of the page is mostly the value of a column.
var coveredBy = map[string]string{"sections": "field", "documents": "kind"}

// itemTables are the long tables that are compared item by item. Left out are
// issues, which are the parser's words, and assessments, which repeat columns.
var itemTables = sync.OnceValue(func() []itemTable {
	var tables []itemTable
	for _, table := range nestedTables() {
		if identities[table.Name] == "" {
			continue
		}
		t := itemTable{Table: table, columns: slices.DeleteFunc(ownColumns(table), func(c ogp.Column) bool {
			return c.Name == "evidence" // markup; what it proves is compared
		})}
		at := func(name string) int {
			return slices.IndexFunc(t.columns, func(c ogp.Column) bool { return c.Name == name })
		}
		t.identity, t.covers = at(identities[table.Name]), at(coveredBy[table.Name])
		tables = append(tables, t)
	}
	return tables
})

// pair is an item of one version and what it is in the next; -1 if it is not there.
type pair struct{ before, after int }

// pairs finds out which item became which: equal ones first, then those of the
// same name, then those whose names are alike. What is left came or went.
func (t itemTable) pairs(before, after []item) []pair {
	p := pairing{used: make([]bool, len(after)), of: make([]int, len(before))}
	for i := range p.of {
		p.of[i] = -1
	}
	name := func(i item) string { return i[t.identity] }
	p.match(before, after, func(a, b item) bool { return slices.Equal(a, b) })
	p.match(before, after, func(a, b item) bool { return name(a) == name(b) })
	p.match(before, after, func(a, b item) bool { return alike(name(a), name(b)) })
	return p.list()
}

type pairing struct {
	used []bool // items after that have a partner
	of   []int  // the partner of each item before; -1 if it has none
}

func (p *pairing) match(before, after []item, same func(a, b item) bool) {
	for i := range before {
		for j := range after {
			if p.of[i] < 0 && !p.used[j] && same(before[i], after[j]) {
				p.of[i], p.used[j] = j, true
			}
		}
	}
}

// list is in the order of the items after; what went stands at the end.
func (p *pairing) list() []pair {
	var pairs, gone []pair
	for i, j := range p.of {
		if j < 0 {
			gone = append(gone, pair{i, -1})
		} else {
			pairs = append(pairs, pair{i, j})
		}
	}
	for j, used := range p.used {
		if !used {
			pairs = append(pairs, pair{-1, j})
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int { return a.after - b.after })
	return append(pairs, gone...)
}

// edits are the differences between the items of two versions. A field is
// named as DuckDB names it: milestones[2].status. told are the columns and
// tables whose change is told already.
func (t itemTable) edits(before, after []item, told map[string]bool) []ogp.Change {
	var changes []ogp.Change
	for _, p := range t.pairs(before, after) {
		switch {
		case p.before < 0:
			if it := after[p.after]; !t.told(it, told) {
				changes = append(changes, ogp.Change{Field: t.place(p.after), After: t.text(it)})
			}
		case p.after < 0:
			if it := before[p.before]; !t.told(it, told) {
				changes = append(changes, ogp.Change{Field: t.place(p.before), Before: t.text(it)})
			}
		default:
			changes = append(changes, t.columnEdits(p, before[p.before], after[p.after], told)...)
		}
	}
	return changes
}

func (t itemTable) place(index int) string { return fmt.Sprintf("%s[%d]", t.Name, index+1) }

func (t itemTable) columnEdits(p pair, before, after item, told map[string]bool) []ogp.Change {
	if t.told(before, told) || t.told(after, told) {
		return nil
	}
	var changes []ogp.Change
	for i, column := range t.columns {
		if before[i] != after[i] {
			changes = append(changes, ogp.Change{
				Field: t.place(p.after) + "." + column.Name, Before: before[i], After: after[i],
			})
		}
	}
	return changes
}

func (t itemTable) told(it item, told map[string]bool) bool {
	return t.covers >= 0 && told[it[t.covers]]
}

// text is an item in words: its name, and for a section its text.
func (t itemTable) text(it item) string {
	if t.Name != "sections" {
		return it[t.identity]
	}
	at := slices.IndexFunc(t.columns, func(c ogp.Column) bool { return c.Name == "text" })
	return strings.Trim(it[t.identity]+": "+it[at], ": ")
}
