// Package coverage says what the readings of a database hold, and what was not
// understood.
//
// A database comes in; a report goes out, as data or as text for people. What was
// not understood is shown as the line of a table that would make it known. The
// package changes nothing, and parses no page.
package coverage

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"ogp"
	"ogp/cmd/ogp/console"
	"ogp/parse/words"
	"ogp/store"
	"ogp/store/report"
)

// Report says what of the pages was read, and what was not.
type Report struct {
	Fills    []report.Fill    `json:"fields"`
	Findings []ogp.RunFinding `json:"findings"`
	Forms
}

// Read makes the report of a database.
func Read(ctx context.Context, s *store.Store) (Report, error) {
	now, err := report.Now(ctx, s.DB())
	if err != nil {
		return Report{}, err
	}
	descriptions, err := report.Descriptions(ctx, s.DB())
	return Report{now.ByTemplate(), now.Findings, readForms(descriptions)}, err
}

// Pages is how many pages were read.
func (r Report) Pages() int {
	pages := 0
	for _, fill := range r.Fills {
		if fill.Field == r.Fills[0].Field {
			pages += fill.Of
		}
	}
	return pages
}

// Print writes the report for people; that everything was understood only where it was.
func (r Report) Print(out io.Writer) error {
	if len(r.Fills) == 0 {
		_, err := fmt.Fprintln(out, "There are no pages yet: `ogp import` imports them.")
		return err
	}
	if err := printFills(out, r.Fills); err != nil {
		return err
	}
	if without, _ := r.WithoutForm(); len(r.Findings)+len(r.Wordings)+without == 0 {
		_, err := fmt.Fprintln(out, "\nEverything on the pages was understood.")
		return err
	}
	if err := printFindings(out, r.Findings); err != nil {
		return err
	}
	r.printForms(out)
	return nil
}

// group is the pages of one template and language.
type group struct{ template, language string }

func groupsOf(fills []report.Fill) []group {
	var groups []group
	for _, fill := range fills {
		if g := (group{fill.Template, fill.Language}); !slices.Contains(groups, g) {
			groups = append(groups, g)
		}
	}
	return groups
}

func printFills(out io.Writer, fills []report.Fill) error {
	w := tabwriter.NewWriter(out, 0, 8, 2, ' ', tabwriter.AlignRight)
	groups := groupsOf(fills)
	byField := map[string]map[group]report.Fill{}
	var fields []string
	for _, fill := range fills {
		if byField[fill.Field] == nil {
			byField[fill.Field] = map[group]report.Fill{}
			fields = append(fields, fill.Field)
		}
		byField[fill.Field][group{fill.Template, fill.Language}] = fill
	}
	header := []string{"field"}
	for _, g := range groups {
		header = append(header, console.Line(strings.TrimSpace(g.template+" "+g.language)))
	}
	fmt.Fprintln(w, strings.Join(header, "\t")+"\t")
	for _, field := range fields {
		fmt.Fprint(w, field+"\t")
		for _, g := range groups {
			fill := byField[field][g]
			fmt.Fprintf(w, "%d of %d\t", fill.Filled, fill.Of)
		}
		fmt.Fprintln(w)
	}
	return w.Flush()
}

// printFindings writes what was not understood, each as the line of a table
// that would make it known where there is one.
func printFindings(out io.Writer, findings []ogp.RunFinding) error {
	kind := ""
	for _, f := range findings {
		if f.Kind != kind {
			kind = f.Kind
			fmt.Fprintf(out, "\n%s\n", console.Line(strings.ReplaceAll(kind, "_", " ")))
		}
		table, line := patch(f)
		if table != "" {
			line = table + ": " + line
		}
		where := console.Count(f.Pages, "page").String()
		if f.Kind == unknownCell {
			where = f.Field + " of " + console.Count(f.Pages, "commitment").String()
		}
		if _, err := fmt.Fprintf(out, "  %s\n    %s, e.g. %s\n", console.Line(line), console.Line(where), console.Line(f.Example)); err != nil {
			return err
		}
	}
	return nil
}

// unknownCell is the kind of a cell of OGP's own database that no rule
// understands.
const unknownCell = "unknown_cell"

// patch is the table that a finding belongs to and the line for it. Cells of a
// vocabulary: value, meaning, language, printed, fixture; of official_values.csv:
// scale, given, value, seen, fixture.
func patch(f ogp.RunFinding) (table, line string) {
	switch f.Kind {
	case "unknown_label":
		return "labels.csv", f.Detail
	case "unknown_question":
		return "forms.csv", f.Detail
	case unknownCell:
		return "official_values.csv", words.TableLine("?", f.Detail, "?", "", "")
	case "unknown_value":
		for _, column := range ogp.Commitments().Columns {
			if column.Name == f.Field && column.Vocab != "" {
				return "vocab/" + column.Vocab + ".csv", words.TableLine("?", "?", "?", f.Detail, "")
			}
		}
	}
	if f.Field != "" {
		return f.Field, f.Detail
	}
	return "", f.Detail
}
