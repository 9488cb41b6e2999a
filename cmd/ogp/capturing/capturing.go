// Package capturing has what a command line says of captures in web archives: the
// flags of an import, and the words for what an archive has and what became of it.
//
// Flags go in, an order for package ingest comes out; a report goes in, text comes
// out. The package asks no archive, and knows no exit code.
package capturing

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/pflag"

	"ogp"
	"ogp/cmd/ogp/ingest"
	"ogp/scrape"
	"ogp/scrape/archives"
)

// value is a flag whose text is read by a function.
type value struct {
	set       func(text string) error
	kind, was string // what the help calls it, and the default
}

// Set implements pflag.Value.
func (v value) Set(text string) error { return v.set(text) }

// String implements pflag.Value.
func (v value) String() string { return v.was }

// Type implements pflag.Value.
func (v value) Type() string { return v.kind }

// word is a flag that takes one of some words.
func word[T ~string](chosen *T, kind string, known ...T) value {
	return value{kind: kind, was: string(*chosen), set: func(text string) error {
		if *chosen = T(text); !slices.Contains(known, *chosen) {
			return fmt.Errorf("known are %s", strings.Trim(strings.ReplaceAll(fmt.Sprint(known), " ", ", "), "[]"))
		}
		return nil
	}}
}

// Flags adds the flags that say which captures are imported.
func Flags(flags *pflag.FlagSet, o *ingest.ArchiveOptions) {
	o.Which = archives.Changed
	flags.Var(word(&o.From, "archive", ogp.SourceWayback, ogp.SourceCommonCrawl), "from", "ask a web archive in the place of the site: wayback, commoncrawl")
	flags.Var(value{set: func(text string) (err error) { o.Since, _, err = period(text); return err }, kind: "date"}, "since", "only captures of this `date`, month or year, or later ones")
	flags.Var(value{set: func(text string) (err error) { _, o.Until, err = period(text); return err }, kind: "date"}, "until", "only captures of this `date`, month or year, or earlier ones")
	flags.Var(word(&o.Which, "which", archives.Changed, archives.All, archives.Newest, archives.Yearly), "captures",
		"`which` captures of a page are fetched: changed (the first of each content), all, newest, yearly (the newest of each year)")
	flags.StringSliceVar(&o.Crawls, "crawl", nil, "only this `crawl` of Common Crawl, such as CC-MAIN-2024-33 (several with commas)")
	flags.StringVar(&o.Wayback, "wayback", archives.Wayback, "`origin` of the Wayback Machine, or of a service that answers as it does")
	flags.StringVar(&o.CrawlIndex, "commoncrawl-index", archives.CrawlIndex, "`origin` of Common Crawl's index")
	flags.StringVar(&o.CrawlData, "commoncrawl-data", archives.CrawlData, "`origin` of Common Crawl's files")
}

// period is the first and the last second of a year, month or day, or a moment.
func period(text string) (first, last time.Time, err error) {
	for _, unit := range []struct {
		layout              string
		years, months, days int
	}{{"2006", 1, 0, 0}, {"2006-01", 0, 1, 0}, {time.DateOnly, 0, 0, 1}} {
		if first, err = time.Parse(unit.layout, text); err == nil {
			return first, first.AddDate(unit.years, unit.months, unit.days).Add(-time.Second), nil
		}
	}
	if first, err = time.Parse(time.RFC3339, text); err != nil {
		err = errors.New("write it as 2019, 2019-05, 2019-05-31 or 2019-05-31T12:00:00Z")
	}
	return first.UTC(), first.UTC(), err
}

// Check refuses flags for captures where none are imported, and what no archive could
// be asked for.
func Check(flags *pflag.FlagSet, o *ingest.Options) error {
	captures := o.From != "" || slices.ContainsFunc(o.Sources, func(s scrape.Source) bool {
		return s.Kind == scrape.SourceCapture || s.Kind == scrape.SourceCaptures || s.Kind == scrape.SourceList
	})
	for _, name := range []string{"since", "until", "captures", "crawl", "wayback", "commoncrawl-index", "commoncrawl-data"} {
		if flags.Changed(name) && !captures {
			return fmt.Errorf("--%s is about captures: give --from wayback or --from commoncrawl, too", name)
		}
	}
	switch {
	case o.From != "" && (o.Demo || len(o.Sources) > 0):
		return errors.New("--from takes no SOURCE and no --demo: it asks a web archive in their place")
	case len(o.Crawls) > 0 && o.From != ogp.SourceCommonCrawl:
		return errors.New("--crawl is Common Crawl's: give --from commoncrawl, too")
	case !o.Until.IsZero() && o.Since.After(o.Until):
		return errors.New("--since is after --until")
	}
	return nil
}

// WriteYears writes what archives have by year.
func WriteYears(w io.Writer, plans []ingest.Plan) error {
	table := tabwriter.NewWriter(w, 0, 8, 2, ' ', tabwriter.AlignRight)
	for _, plan := range plans {
		fmt.Fprintf(table, "%s\tcaptures\tcontents\talready there\tto fetch\tsize\t\n", plan.Service)
		line := func(name string, y archives.Year) {
			fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%d\t%s\t\n", name, y.Captures, y.Digests, y.Present, y.Requests, humanize.Bytes(uint64(y.Bytes)))
		}
		total := archives.Year{}
		for _, name := range slices.Sorted(maps.Keys(plan.Years)) {
			line(name, plan.Years[name])
			total.Add(plan.Years[name])
		}
		line("all", total)
	}
	return table.Flush()
}

// words are the states of captures in the order of a summary.
var words = []struct {
	state ogp.CaptureState
	text  string
}{
	{ogp.CaptureFetched, "fetched"}, {ogp.CaptureSame, "the same as another"}, {ogp.CaptureGone, "gone"}, {ogp.CaptureMoved, "moved"},
	{ogp.CaptureSkipped, "without a page"}, {ogp.CaptureLost, "not available"}, {ogp.CaptureFailed, "failed"},
}

// Text sums up what became of captures.
func Text(states map[ogp.CaptureState]int) string {
	var parts []string
	for _, word := range words {
		if n := states[word.state]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, word.text))
		}
	}
	return strings.Join(parts, ", ")
}
