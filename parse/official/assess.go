package official

import (
	"embed"
	"regexp"
	"slices"
	"strings"

	"ogp"
	"ogp/parse/vocab"
	"ogp/parse/words"
)

//go:embed official.csv official_values.csv fields.csv areas.csv
var tables embed.FS

// ratingColumn is a column of the database that holds what the review says.
type ratingColumn struct {
	name  string
	scale *vocab.Vocabulary
}

// indicator is what several columns may tell of, the one that counts most first:
// the completion at the end of a term before that in its midst.
type indicator struct {
	name    string
	columns []ratingColumn
}

// official.csv says which columns tell of which indicator, with what proves it
// in OGP's database of July 2024; official_values.csv says what their cells
// mean, lowest value first, and in how many cells of a sample of that database
// each was seen.
var indicators, states = func() (all []indicator, states *vocab.Vocabulary) {
	scales := map[string]*vocab.Vocabulary{}
	rows := map[string][]words.Row{}
	for _, row := range words.Table(tables, "official_values.csv") {
		row["printed"] = row["given"]
		rows[row["scale"]] = append(rows[row["scale"]], row)
	}
	for name, rows := range rows {
		scales[name] = vocab.New(name, rows)
	}
	for _, row := range words.Table(tables, "official.csv") {
		if len(all) == 0 || all[len(all)-1].name != row["indicator"] {
			all = append(all, indicator{name: row["indicator"]})
		}
		last := &all[len(all)-1]
		last.columns = append(last.columns, ratingColumn{row["column"], scales[row["scale"]]})
	}
	return all, scales["state"]
}()

// key is the form in which names of columns are compared: some have a line break of
// HTML in them.
func key(name string) string { return words.Key(strings.ReplaceAll(name, "<br/>", " ")) }

// places are the indexes of columns by their keys; of two of one name, of the first.
func places(columns []string) map[string]int {
	at := map[string]int{}
	for i, name := range slices.Backward(columns) {
		at[key(name)] = i
	}
	return at
}

// known are the keys of all columns that a table has.
var known = func() map[string]bool {
	all := map[string]bool{key(idColumn): true}
	for table, column := range map[string]string{"official.csv": "column", "fields.csv": "column", "areas.csv": "area"} {
		for _, row := range words.Table(tables, table) {
			all[key(row[column])] = true
		}
	}
	return all
}()

// countKnown counts the names that are those of columns of OGP's database.
func countKnown(names []string) int {
	count := 0
	for _, name := range names {
		if known[key(name)] {
			count++
		}
	}
	return count
}

// Assessments returns what reads the assessments in a row of the database, given
// the names of the file's columns. Columns are known by their names, which may
// be in any order; an indicator whose columns the file does not have has no
// row. A cell that no rule understands is unreadable, and its text the value.
// What is returned may be called by several goroutines at once.
func Assessments(columns []string) func(cells []string) []ogp.Assessment {
	at := places(columns)
	return func(cells []string) []ogp.Assessment {
		var rows []ogp.Assessment
		for _, indicator := range indicators {
			if row, ok := indicator.assess(at, cells); ok {
				rows = append(rows, row)
			}
		}
		return rows
	}
}

// assess is the assessment of the first column that has one. Where none has, a
// cell that cannot be read tells more than one that is empty.
func (of indicator) assess(at map[string]int, cells []string) (row ogp.Assessment, ok bool) {
	for _, column := range of.columns {
		i, known := at[key(column.name)]
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
	row.Indicator, row.Source = of.name, "official"
	return row, ok
}

// lettered is the place on the scale that a value has before it in the files of 2015
// to 2017: "b. Limited".
var lettered = regexp.MustCompile(`^[a-e]\. `)

func (column ratingColumn) assess(cell string) ogp.Assessment {
	row := ogp.Assessment{Scale: column.scale.Scale(), State: ogp.StateEmpty}
	if cell == "" {
		return row
	}
	row.State = ogp.StateValue
	cell = lettered.ReplaceAllString(cell, "")
	if term, ok := column.scale.Exactly(cell); ok {
		row.Value = term
	} else if state, ok := states.Exactly(cell); ok {
		row.State = ogp.State(state)
	} else {
		row.Value, row.State = cell, ogp.StateUnreadable
	}
	return row
}

// Findings is how many of the indicators that are known a file has.
func Findings(columns []string) int { return len(indicators) - len(Missing(columns)) }

// Missing are the columns of the indicators that a file does not have, by the names
// that OGP gave them last: a sign that they have others now.
func Missing(columns []string) []string {
	at := places(columns)
	var missing []string
	for _, indicator := range indicators {
		has := func(c ratingColumn) bool { _, ok := at[key(c.name)]; return ok }
		if !slices.ContainsFunc(indicator.columns, has) {
			missing = append(missing, indicator.columns[0].name)
		}
	}
	return missing
}
