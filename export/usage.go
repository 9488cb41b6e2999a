package export

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"ogp"
)

// ErrUsage marks a request for something that does not exist. The error that
// wraps it is a *UsageError.
var ErrUsage = errors.New("usage")

// UsageError is a name that is not known, with the names that are.
type UsageError struct {
	What  string   // "format", "table", "template", "member"
	Given string   // as given
	Known []string // all names there are
}

// shownNames is how many known names a message lists: there are over a hundred members.
const shownNames = 20

// Error names the known names, those that resemble the given one first.
func (e *UsageError) Error() string {
	known := slices.Clone(e.Known)
	slices.SortStableFunc(known, func(a, b string) int {
		return resemblance(b, e.Given) - resemblance(a, e.Given)
	})
	more := ""
	if len(known) > shownNames {
		more = fmt.Sprintf(" and %d more", len(known)-shownNames)
		known = known[:shownNames]
	}
	return fmt.Sprintf("unknown %s %q: known are %s%s", e.What, e.Given, strings.Join(known, ", "), more)
}

// Unwrap makes errors.Is(err, ErrUsage) true.
func (e *UsageError) Unwrap() error { return ErrUsage }

// resemblance is the length of the longest beginning of given that name holds.
func resemblance(name, given string) int {
	given = strings.ToLower(given)
	for n := len(given); n > 0; n-- {
		if strings.Contains(name, given[:n]) {
			return n
		}
	}
	return 0
}

// newJob settles what the options leave open and refuses names nobody knows.
func newJob(o Options) (*job, error) {
	chosen, err := choose("format", Formats(), o.Formats)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, table := range ogp.AllTables() {
		all = append(all, table.Name)
	}
	tables, err := choose("table", all, o.Tables)
	if err != nil {
		return nil, err
	}
	if _, err := choose("template", columnOf("commitments", "template").Enum, o.Templates); err != nil {
		return nil, err
	}
	if o.Site == "" {
		o.Site = ogp.Site
	}
	if o.Version == "" {
		o.Version = "(version unknown)"
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	j := &job{Options: o, sheetRows: excelize.TotalRows}
	for _, i := range chosen {
		j.formats = append(j.formats, formats[i])
	}
	for _, i := range tables {
		j.tables = append(j.tables, ogp.AllTables()[i])
	}
	if err := j.checkPartitioning(); err != nil {
		return nil, err
	}
	if !j.hasMain() && len(chosen) == 1 && j.formats[0].name == "jsonl" {
		return nil, fmt.Errorf("%w: jsonl holds commitments: the tables must include commitments", ErrUsage)
	}
	return j, nil
}

// columnOf is a column of the schema by its name and that of its table.
func columnOf(table, name string) ogp.Column {
	of, _ := ogp.FindTable(table)
	return of.Columns[slices.IndexFunc(of.Columns, func(c ogp.Column) bool { return c.Name == name })]
}

// choose returns the positions of the wanted names in known, in known's order:
// the order of an export is the contract's, not the caller's.
func choose(what string, known, wanted []string) ([]int, error) {
	for _, name := range wanted {
		if !slices.Contains(known, name) {
			return nil, &UsageError{What: what, Given: name, Known: known}
		}
	}
	var chosen []int
	for i, name := range known {
		if len(wanted) == 0 || slices.Contains(wanted, name) {
			chosen = append(chosen, i)
		}
	}
	return chosen, nil
}

// hasMain reports whether the export includes the table commitments.
func (j *job) hasMain() bool { return isMain(j.tables[0]) }

// longTables are the chosen tables that stand inside a commitment.
func (j *job) longTables() []ogp.Table {
	return slices.DeleteFunc(slices.Clone(j.tables), isMain)
}

func isMain(table ogp.Table) bool { return table.Name == ogp.Commitments().Name }
