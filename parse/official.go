package parse

import (
	"slices"
	"strings"

	"ogp"
)

// officialColumn is a column of OGP's own database that holds findings.
type officialColumn struct {
	name  string // key of its name
	scale *vocabulary
}

// officialIndicator is what several columns may tell of, the one that counts
// most first: the completion at the end of a term before that in its midst.
type officialIndicator struct {
	name    string
	columns []officialColumn
}

// official.csv says which columns tell of which indicator, with what proves it
// in OGP's database of July 2024; official_values.csv says what their cells
// mean, lowest value first, and in how many cells of a sample of that database
// each was seen.
var officialIndicators, officialStates = func() (all []officialIndicator, states *vocabulary) {
	scales := map[string]*vocabulary{}
	rows := map[string][]map[string]string{}
	for _, row := range readTable("official_values.csv") {
		row["printed"] = row["given"]
		rows[row["scale"]] = append(rows[row["scale"]], row)
	}
	for name, rows := range rows {
		scales[name] = newVocabulary(name, rows)
	}
	for _, row := range readTable("official.csv") {
		if len(all) == 0 || all[len(all)-1].name != row["indicator"] {
			all = append(all, officialIndicator{name: row["indicator"]})
		}
		last := &all[len(all)-1]
		last.columns = append(last.columns, officialColumn{key(row["column"]), scales[row["scale"]]})
	}
	return all, scales["state"]
}()

// Official returns what reads the findings in a row of OGP's own database, given
// the names of the file's columns. Columns are known by their names, which may
// stand in any order; an indicator whose columns the file does not have has no
// row. A cell that no rule understands is unreadable, and its text the value.
// What is returned may be called by several goroutines at once.
func Official(columns []string) func(cells []string) []ogp.Assessment {
	at := map[string]int{}
	for i, name := range slices.Backward(columns) {
		at[key(name)] = i // of two columns of one name, the first
	}
	return func(cells []string) []ogp.Assessment {
		var rows []ogp.Assessment
		for _, indicator := range officialIndicators {
			if row, ok := indicator.assess(at, cells); ok {
				rows = append(rows, row)
			}
		}
		return rows
	}
}

// assess is the finding of the first column that has one. Where none has, a cell
// that cannot be read tells more than one that is empty.
func (indicator officialIndicator) assess(at map[string]int, cells []string) (row ogp.Assessment, ok bool) {
	for _, column := range indicator.columns {
		i, known := at[column.name]
		if !known {
			continue
		}
		cell := ""
		if i < len(cells) {
			cell = strings.TrimSpace(cells[i])
		}
		found := column.assess(cell)
		if !ok || found.State == ogp.StateValue || row.State != ogp.StateUnreadable && found.State == ogp.StateUnreadable {
			row, ok = found, true
		}
		if found.State == ogp.StateValue {
			break
		}
	}
	row.Indicator, row.Source = indicator.name, "official"
	return row, ok
}

func (column officialColumn) assess(cell string) ogp.Assessment {
	row := ogp.Assessment{Scale: column.scale.scale(), State: ogp.StateEmpty}
	if cell == "" {
		return row
	}
	row.State = ogp.StateValue
	if term, ok := column.scale.byWords[key(cell)]; ok {
		row.Value = term
	} else if state, ok := officialStates.byWords[key(cell)]; ok {
		row.State = ogp.State(state)
	} else {
		row.Value, row.State = cell, ogp.StateUnreadable
	}
	return row
}

// OfficialMissing are the columns with findings that a file does not have, by
// the names that are known: a sign that OGP has renamed them.
func OfficialMissing(columns []string) []string {
	var missing []string
	for _, row := range readTable("official.csv") {
		has := slices.ContainsFunc(columns, func(name string) bool { return key(name) == key(row["column"]) })
		if !has && !slices.Contains(missing, row["column"]) {
			missing = append(missing, row["column"])
		}
	}
	return missing
}
