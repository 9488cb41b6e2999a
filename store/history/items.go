package history

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"ogp"
)

// ItemTable is a long table whose rows are compared one by one.
type ItemTable struct {
	ogp.Table
	Compared []ogp.Column // the columns whose difference is an edit
	name     int          // index of the column that names an item, e.g. the title of a milestone
	repeats  int          // index of the column that names the flat column or table that an item repeats; -1 without one
}

// NameColumn is the column that names an item.
func (t ItemTable) NameColumn() ogp.Column { return t.Compared[t.name] }

// Item is one row of a long table as text, a value for each compared column.
type Item []string

// nameColumns are the columns by which a person would call an item.
var nameColumns = map[string]string{
	"milestones": "title", "institutions": "name", "action_plans": "name", "policy_areas": "name",
	"ogp_values": "value", "causes": "text", "effects": "text", "documents": "title", "sections": "label",
}

// repeatColumns are the columns of an item that say which column or table repeats
// it: a section of the page is mostly the value of a column.
var repeatColumns = map[string]string{"sections": "field", "documents": "kind"}

// ItemTables are the long tables that are compared item by item. Left out are
// issues, which are the parser's words, and assessments, which repeat columns.
var ItemTables = sync.OnceValue(func() []ItemTable {
	var tables []ItemTable
	for _, table := range ogp.ReadingTables() {
		if nameColumns[table.Name] == "" {
			continue
		}
		t := ItemTable{Table: table, Compared: slices.DeleteFunc(table.OwnColumns(), func(c ogp.Column) bool {
			return c.Name == "evidence" // markup; what it proves is compared
		})}
		index := func(name string) int {
			return slices.IndexFunc(t.Compared, func(c ogp.Column) bool { return c.Name == name })
		}
		t.name, t.repeats = index(nameColumns[table.Name]), index(repeatColumns[table.Name])
		tables = append(tables, t)
	}
	return tables
})

// pair is an item of one version and what it is in the next; -1 if it is not there.
type pair struct{ before, after int }

// pairs finds which item became which: equal ones first, then those of the
// same name, then those whose names are similar. The others were added or removed.
func (t ItemTable) pairs(before, after []Item) []pair {
	p := pairing{used: make([]bool, len(after)), of: make([]int, len(before))}
	for i := range p.of {
		p.of[i] = -1
	}
	name := func(i Item) string { return i[t.name] }
	p.match(before, after, func(a, b Item) bool { return slices.Equal(a, b) })
	p.match(before, after, func(a, b Item) bool { return name(a) == name(b) })
	p.match(before, after, func(a, b Item) bool { return similar(name(a), name(b)) })
	return p.list()
}

type pairing struct {
	used []bool // items after that have a partner
	of   []int  // the partner of each item before; -1 if it has none
}

func (p *pairing) match(before, after []Item, same func(a, b Item) bool) {
	for i := range before {
		for j := range after {
			if p.of[i] < 0 && !p.used[j] && same(before[i], after[j]) {
				p.of[i], p.used[j] = j, true
			}
		}
	}
}

// list is in the order of the items after; removed items come last.
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
// named as DuckDB names it: milestones[2].status. done are the
// columns and tables whose change is reported already.
func (t ItemTable) edits(before, after []Item, done reported) []ogp.Change {
	var changes []ogp.Change
	for _, p := range t.pairs(before, after) {
		switch {
		case p.before < 0:
			if it := after[p.after]; !t.isReported(it, done) {
				changes = append(changes, ogp.Change{Field: t.place(p.after), After: t.text(it)})
			}
		case p.after < 0:
			if it := before[p.before]; !t.isReported(it, done) {
				changes = append(changes, ogp.Change{Field: t.place(p.before), Before: t.text(it)})
			}
		default:
			changes = append(changes, t.columnEdits(p, before[p.before], after[p.after], done)...)
		}
	}
	return changes
}

func (t ItemTable) place(index int) string { return fmt.Sprintf("%s[%d]", t.Name, index+1) }

func (t ItemTable) columnEdits(p pair, before, after Item, done reported) []ogp.Change {
	if t.isReported(before, done) || t.isReported(after, done) {
		return nil
	}
	var changes []ogp.Change
	for i, column := range t.Compared {
		if before[i] != after[i] {
			changes = append(changes, ogp.Change{
				Field: t.place(p.after) + "." + column.Name, Before: before[i], After: after[i],
			})
		}
	}
	return changes
}

func (t ItemTable) isReported(it Item, done reported) bool {
	return t.repeats >= 0 && done[it[t.repeats]]
}

// text is an item in words: its name, and for a section its text.
func (t ItemTable) text(it Item) string {
	if t.Name != "sections" {
		return it[t.name]
	}
	at := slices.IndexFunc(t.Compared, func(c ogp.Column) bool { return c.Name == "text" })
	return strings.Trim(it[t.name]+": "+it[at], ": ")
}
