// Package tables holds the lines that a user adds to the parser's tables, so that
// a new wording can be made known without a compiler.
//
// A folder of CSV files comes in, or the text that a database keeps of one; lines
// by table go out. What rooms of the parser make of their tables they make again
// when other lines are in use. The package knows how tables are written, and
// nothing of what their cells mean.
package tables

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync/atomic"

	"ogp/parse/words"
)

// The tables that lines can be added to. Those of vocabularies are vocab/NAME.csv.
const (
	Labels = "labels.csv"
	Forms  = "forms.csv"
	vocab  = "vocab/"
)

// Vocabulary is the table of a vocabulary.
func Vocabulary(name string) string { return vocab + name + ".csv" }

// VocabularyOf is the vocabulary of a table.
func VocabularyOf(table string) (name string, ok bool) {
	name, ok = strings.CutPrefix(table, vocab)
	return strings.TrimSuffix(name, ".csv"), ok
}

// columns are the columns of tables, as those built in have them. The last one
// names what proves a line; an added line needs no proof.
var columns = map[string][]string{
	Labels: {"template", "slot", "field", "form", "language", "label", proof},
	Forms:  {"field", "form", "wording", proof},
	vocab:  {"value", "meaning", "language", "printed", proof},
}

const proof = "fixture"

func columnsOf(table string) []string {
	if _, ok := VocabularyOf(table); ok {
		return columns[vocab]
	}
	return columns[table]
}

// Added are lines that a user adds. The zero value adds none.
type Added struct {
	texts map[string]string // by table, as they were given
	lines map[string][]words.Row
}

// Read reads a folder: labels.csv, forms.csv and vocab/NAME.csv, of which any may
// be missing. The error names the file and line at fault.
func Read(folder fs.FS) (Added, error) {
	texts := map[string]string{}
	for _, pattern := range []string{"*.csv", vocab + "*.csv"} {
		names, err := fs.Glob(folder, pattern)
		if err != nil {
			return Added{}, err
		}
		for _, name := range names {
			text, err := fs.ReadFile(folder, name)
			if err != nil {
				return Added{}, err
			}
			texts[name] = strings.TrimPrefix(string(text), "\ufeff")
		}
	}
	if len(texts) == 0 {
		return Added{}, errors.New("it has none of labels.csv, forms.csv, vocab/NAME.csv")
	}
	return parse(texts)
}

// Kept reads what Text made; an empty text adds no lines.
func Kept(text string) (Added, error) {
	texts := map[string]string{}
	if text != "" {
		if err := json.Unmarshal([]byte(text), &texts); err != nil {
			return Added{}, fmt.Errorf("read kept tables: %w", err)
		}
	}
	return parse(texts)
}

// Text is the lines in the form in which a database keeps them; empty for none.
func (a Added) Text() string {
	if len(a.texts) == 0 {
		return ""
	}
	text, err := json.Marshal(a.texts)
	if err != nil {
		panic("tables: encode texts: " + err.Error()) // a map of texts has no such fault
	}
	return string(text)
}

// Tables are the tables that have lines, sorted.
func (a Added) Tables() []string { return slices.Sorted(maps.Keys(a.lines)) }

// Lines are the lines of a table, in order, each with its place: "added forms.csv:3".
func (a Added) Lines(table string) []words.Row { return a.lines[table] }

func parse(texts map[string]string) (Added, error) {
	a := Added{texts: texts, lines: map[string][]words.Row{}}
	for _, table := range slices.Sorted(maps.Keys(texts)) {
		lines, err := readLines(table, texts[table])
		if err != nil {
			return Added{}, err
		}
		a.lines[table] = lines
	}
	return a, nil
}

// readLines reads the lines of a table, with or without the line that names its
// columns, and with or without a cell for their proof.
func readLines(table, text string) ([]words.Row, error) {
	columns := columnsOf(table)
	if columns == nil {
		return nil, fmt.Errorf("%s: lines can be added to labels.csv, forms.csv and vocab/NAME.csv only", table)
	}
	var lines []words.Row
	file := csv.NewReader(strings.NewReader(text))
	file.FieldsPerRecord, file.Comment = -1, '#'
	for {
		cells, err := file.Read()
		if errors.Is(err, io.EOF) {
			return lines, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", table, err)
		}
		number, _ := file.FieldPos(0)
		if len(cells) == len(columns)-1 {
			cells = append(cells, "")
		}
		switch {
		case len(cells) != len(columns):
			return nil, fmt.Errorf("%s:%d: %d cells; a line has %d: %s", table, number, len(cells), len(columns), strings.Join(columns, ","))
		case slices.Equal(cells[:len(cells)-1], columns[:len(columns)-1]):
			continue
		}
		line := words.Row{words.Place: fmt.Sprintf("%s%s:%d", addedTo, table, number)}
		for i, column := range columns {
			line[column] = strings.TrimSpace(cells[i])
		}
		lines = append(lines, line)
	}
}

const addedTo = "added "

// PlaceOf is the file and line of a line that is added.
func PlaceOf(line words.Row) string { return strings.TrimPrefix(line[words.Place], addedTo) }

var inUse atomic.Pointer[Added]

// Use has the parser read with these lines from now on, beside those built in. It
// is for the beginning of a program's work, before a page is read.
func Use(a Added) { inUse.Store(&a) }

// InUse are the lines that the parser reads with.
func InUse() Added {
	if a := inUse.Load(); a != nil {
		return *a
	}
	return Added{}
}

// Rows are the lines in use of a table.
func Rows(table string) []words.Row { return InUse().Lines(table) }

// Derive returns a function for what is made of tables; it is made once for the
// lines in use. It may be called by several goroutines at once.
func Derive[T any](from func() T) func() T {
	type made struct {
		of    *Added
		value T
	}
	var latest atomic.Pointer[made]
	return func() T {
		now := inUse.Load()
		if known := latest.Load(); known != nil && known.of == now {
			return known.value
		}
		value := from()
		latest.Store(&made{now, value})
		return value
	}
}
