package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"ogp"
	"ogp/cmd/ogp/console"
	"ogp/store"
)

func checkCommand(a *app) *cobra.Command {
	format := ""
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Show coverage per field, and what was not understood",
		Long: `Show how many commitments have a value in each field, by template and
language, and what the parser did not understand, with counts.

An unknown label, question, value or cell of OGP's own database is shown as the
line that would make it known. The tables are part of the program's source: put
the line into the one named, replace each "?", build again, and
"ogp reparse".`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.runCheck(cmd.Context(), format) },
	}
	choiceFlag(cmd.Flags(), &format, "format", "form of the output", "text", "json")
	return cmd
}

func (a *app) runCheck(ctx context.Context, format string) error {
	return a.reading(ctx, store.Options{}, func(s *store.Store) error {
		if err := a.warnStale(ctx, s); err != nil {
			return err
		}
		report, err := checkReadings(ctx, s)
		if err != nil {
			return err
		}
		if format == "json" {
			err = printJSON(a.data, report)
		} else {
			err = report.print(a.stdout)
		}
		without, of := report.withoutForm()
		a.summary("check: %s read, %s not understood; %s, and a form in %d", count(report.pages(), "page"),
			count(len(report.Findings), "thing"), count(of, "description"), of-without)
		return err
	})
}

// checkReport says what of the pages was read, and what was not.
type checkReport struct {
	store.Check
	formReport
}

func checkReadings(ctx context.Context, s *store.Store) (r checkReport, err error) {
	if r.Check, err = s.Check(ctx); err != nil {
		return r, err
	}
	descriptions, err := s.Descriptions(ctx)
	r.formReport = readForms(descriptions)
	return r, err
}

func (r checkReport) pages() int {
	pages := 0
	for _, fill := range r.Fills {
		if fill.Field == r.Fills[0].Field {
			pages += fill.Of
		}
	}
	return pages
}

// print writes the report; that everything was understood only where it was.
func (r checkReport) print(out io.Writer) error {
	if len(r.Fills) == 0 {
		_, err := fmt.Fprintln(out, "There are no pages yet: `ogp import` imports them.")
		return err
	}
	if err := printFills(out, r.Fills); err != nil {
		return err
	}
	if without, _ := r.withoutForm(); len(r.Findings)+len(r.Wordings)+without == 0 {
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

func groupsOf(fills []store.Fill) []group {
	var groups []group
	for _, fill := range fills {
		if g := (group{fill.Template, fill.Language}); !slices.Contains(groups, g) {
			groups = append(groups, g)
		}
	}
	return groups
}

func printFills(out io.Writer, fills []store.Fill) error {
	w := tabwriter.NewWriter(out, 0, 8, 2, ' ', tabwriter.AlignRight)
	groups := groupsOf(fills)
	byField := map[string]map[group]store.Fill{}
	var fields []string
	for _, fill := range fills {
		if byField[fill.Field] == nil {
			byField[fill.Field] = map[group]store.Fill{}
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
func printFindings(out io.Writer, findings []store.Finding) error {
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
		where := count(f.Pages, "page")
		if f.Kind == unknownCell {
			where = f.Field + " of " + count(f.Pages, "commitment")
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

// patch is the table that a finding belongs to and the line for it.
func patch(f store.Finding) (table, line string) {
	switch f.Kind {
	case "unknown_label":
		return "labels.csv", f.Detail
	case "unknown_question":
		return "forms.csv", f.Detail
	case unknownCell:
		return "official_values.csv", tableLine("?", f.Detail, "?", "", "")
	case "unknown_value":
		for _, column := range ogp.Commitments().Columns {
			if column.Name == f.Field && column.Vocab != "" {
				return "vocab/" + column.Vocab + ".csv", tableLine("?", "?", "?", f.Detail, "")
			}
		}
	}
	if f.Field != "" {
		return f.Field, f.Detail
	}
	return "", f.Detail
}

// tableLine is a line of a table with these cells. Of a vocabulary: value,
// meaning, language, printed, fixture; of official_values.csv: scale, given,
// value, seen, fixture.
func tableLine(cells ...string) string {
	var b strings.Builder
	_ = writeCSV(&b, [][]string{cells}) // a strings.Builder takes everything
	return strings.TrimSuffix(b.String(), "\n")
}
