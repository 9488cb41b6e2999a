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

	"ogp"
	"ogp/cmd/ogp/console"
	"ogp/cmd/ogp/rows"
	"ogp/parse/words"
	"ogp/store"
	"ogp/store/report"
)

// Report says what of the pages was read, and what was not.
type Report struct {
	Fills    []report.Fill      `json:"fields"`
	Members  []report.Fill      `json:"members"`
	Findings []ogp.RunFinding   `json:"findings"`
	Known    []ogp.Completeness `json:"completeness"` // of all members, then of each
	Forms
}

// Read makes the report of a database that holds now.
func Read(ctx context.Context, s *store.Store, now report.Report) (Report, error) {
	descriptions, err := report.Descriptions(ctx, s.DB())
	if err != nil {
		return Report{}, err
	}
	known, err := store.Completeness(ctx, s.DB())
	return Report{now.ByTemplate(), now.ByMember(), append([]ogp.RunFinding{}, now.Findings...), known, readForms(descriptions)}, err
}

// View says what of a report is printed.
type View struct {
	Format   string // text or markdown
	ByMember bool   // coverage by member; else by template and language
	All      bool   // also the fields that every page has, or none
}

// Print writes the report for people; that everything was understood only where it was.
func (r Report) Print(out io.Writer, view View) error {
	if len(r.Fills) == 0 {
		_, err := fmt.Fprintln(out, "There are no pages yet: `ogp import` imports them.")
		return err
	}
	if err := r.printFills(out, view); err != nil {
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

// printFills writes a table with a row for each field and a column for each template
// and language or, by member, a row for each field of each member.
func (r Report) printFills(out io.Writer, view View) error {
	names, lines := []string{"field"}, [][]report.Fill{}
	at := map[string]int{} // the line of a field
	for _, fill := range r.Fills {
		if group := strings.TrimSpace(fill.Template + " " + fill.Language); !slices.Contains(names, group) {
			names = append(names, group)
		}
		if _, known := at[fill.Field]; !known {
			at[fill.Field] = len(lines)
			lines = append(lines, nil)
		}
		lines[at[fill.Field]] = append(lines[at[fill.Field]], fill)
	}
	if view.ByMember {
		names, lines = []string{"field", "pages", "member"}, nil
		for _, fill := range r.Members {
			lines = append(lines, []report.Fill{fill})
		}
	}
	var table [][]string
	for _, line := range lines {
		if !view.All && plain(line) {
			continue
		}
		cells := []string{line[0].Field}
		for _, fill := range line {
			cells = append(cells, fmt.Sprintf("%d of %d", fill.Filled, fill.Of))
		}
		if view.ByMember {
			cells = append(cells, line[0].Member)
		}
		table = append(table, cells)
	}
	if len(table) == 0 {
		fmt.Fprintln(out, "Each field has a value on all pages or on none; --all lists them.")
	} else if err := rows.Write(out, view.Format, names, table); err != nil { // "text" is a table
		return err
	}
	if !view.ByMember {
		return nil
	}
	fmt.Fprintln(out)
	return r.printKnown(out, view.Format)
}

// printKnown writes how many commitments of each member are known, and from where.
func (r Report) printKnown(out io.Writer, format string) error {
	var table [][]string
	for i, k := range r.Known {
		member := k.MemberSlug
		if i == 0 {
			member = "(all)"
		}
		cells := []string{}
		for _, n := range []int{k.Commitments, k.InDatabase, k.OnlyOnSite, k.Listed, k.Archived, k.Read, k.Withdrawn} {
			cells = append(cells, fmt.Sprint(n))
		}
		table = append(table, append(cells, member))
	}
	return rows.Write(out, format, []string{"known", "in database", "only on site", "listed", "archived", "read", "withdrawn", "member"}, table)
}

// plain reports whether all pages of each group have the field, or none of it.
func plain(line []report.Fill) bool {
	return !slices.ContainsFunc(line, func(f report.Fill) bool { return 0 < f.Filled && f.Filled < f.Of })
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
		switch f.Kind {
		case "repeated_row":
			where = console.Count(f.Pages, "row").String()
		case unknownCell:
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
