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

	"github.com/dustin/go-humanize"
	"github.com/spf13/pflag"

	"ogp"
	"ogp/cmd/ogp/flags"
	"ogp/cmd/ogp/ingest"
	"ogp/scrape"
	"ogp/scrape/archives"
)

// Flags adds the flags that say which captures are imported.
func Flags(set *pflag.FlagSet, o *ingest.ArchiveOptions) {
	o.Which = archives.Changed
	set.Var(flags.NewChoice((*string)(&o.From), string(ogp.SourceWayback), string(ogp.SourceCommonCrawl)), "from",
		"ask a web `archive` in the place of the site: wayback, commoncrawl")
	period := func(name, usage string, take func(flags.Moment)) {
		set.Func(name, usage, func(text string) error {
			var at flags.Moment
			err := at.Set(text)
			take(at)
			return err
		})
	}
	period("since", "only captures of this `date`, month or year, or later ones", func(at flags.Moment) { o.Since = at.First })
	period("until", "only captures of this `date`, month or year, or earlier ones", func(at flags.Moment) { o.Until = at.Last })
	set.Var(flags.NewChoice((*string)(&o.Which), string(archives.Changed), string(archives.All), string(archives.Newest), string(archives.Yearly)), "captures",
		"`which` captures of a page are fetched: changed (the first of each content), all, newest, yearly (the newest of each year)")
	set.StringSliceVar(&o.Crawls, "crawl", nil, "only this `crawl` of Common Crawl, such as CC-MAIN-2024-33 (several with commas)")
	set.StringVar(&o.Wayback, "wayback", archives.Wayback, "`origin` of the Wayback Machine, or of a service that answers as it does")
	set.StringVar(&o.CrawlIndex, "commoncrawl-index", archives.CrawlIndex, "`origin` of Common Crawl's index")
	set.StringVar(&o.CrawlData, "commoncrawl-data", archives.CrawlData, "`origin` of Common Crawl's files")
}

// Check refuses flags for captures where none are imported, and what no archive could
// be asked for.
func Check(set *pflag.FlagSet, o *ingest.Options) error {
	captures := o.From != "" || slices.ContainsFunc(o.Sources, func(s scrape.Source) bool {
		return s.Kind == scrape.SourceCapture || s.Kind == scrape.SourceCaptures || s.Kind == scrape.SourceList
	})
	for _, name := range []string{"since", "until", "captures", "crawl", "wayback", "commoncrawl-index", "commoncrawl-data"} {
		if set.Changed(name) && !captures {
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
