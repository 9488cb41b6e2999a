package prose

import (
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	"ogp"
	"ogp/cmd/ogp/capturing"
	"ogp/cmd/ogp/console"
	"ogp/cmd/ogp/ingest"
)

// RunSummary is the summary of a run, with its numbers.
type RunSummary struct {
	Text string
	Run  ogp.Run
}

// String is the summary.
func (t RunSummary) String() string { return t.Text }

// Attr is the row of the table runs.
func (t RunSummary) Attr() slog.Attr { return slog.Any("run", &t.Run) }

// Run sums up a run on a database; hint is what to do next, or empty.
func Run(r *ingest.Report, db, hint string) RunSummary {
	total := ""
	if r.Stored != nil {
		total = fmt.Sprintf("; %s now has %s of %s", db, console.Count(r.Stored.Commitments, "commitment"), console.Count(r.Stored.Members, "member"))
	}
	run := r.Run
	text := fmt.Sprintf("%s %s: %d listed, %d already there, %d fetched (%d new, %d changed), %d unchanged, %d unread, %d failed, %d refused, %d gone, %d withdrawn%s%s",
		run.Command, run.Outcome, run.Listed, r.Present, run.Fetched, run.New, run.Changed, run.Unchanged,
		run.Unread, run.Failed, run.Refused, run.Gone, run.Withdrawn, countsText(r), total)
	return RunSummary{text + hint, run}
}

// Plan sums up a dry run.
func Plan(r *ingest.Report) RunSummary {
	var steps []string
	if r.Online {
		steps = append(steps, fmt.Sprintf("%d already there, %s to fetch, %s", r.Present, console.Count(r.Due, "page"), estimateText(r.Estimate)))
	}
	if r.HasFiles {
		steps = append(steps, fmt.Sprintf("%s to read in %s", console.Count(r.Read, "page"), console.Count(r.Files, "file")))
	}
	if len(r.Archive) > 0 {
		steps = append(steps, fmt.Sprintf("%s to fetch, %s", console.Count(r.Due, "capture"), estimateText(r.Estimate)))
	}
	if len(steps) == 0 {
		steps = []string{"nothing to fetch"}
	}
	return RunSummary{fmt.Sprintf("%s --dry-run: %d listed, %s%s", r.Run.Command, r.Run.Listed, strings.Join(steps, ", "), countsText(r)), r.Run}
}

// countsText is what a summary says beside its figures.
func countsText(r *ingest.Report) string {
	c := r.Counts
	var b strings.Builder
	add := func(happened bool, format string, args ...any) {
		if happened {
			fmt.Fprintf(&b, format, args...)
		}
	}
	add(r.Run.Returned > 0, ", %d returned", r.Run.Returned)
	add(r.Run.Mismatched > 0, ", %d mismatched", r.Run.Mismatched)
	add(r.Run.Truncated > 0, ", %d truncated", r.Run.Truncated)
	add(c.Undated > 0, ", %d skipped because the sitemap dates them before their last visit", c.Undated)
	add(c.Forgotten > 0, ", %d that `ogp forget` took out", c.Forgotten)
	add(c.OtherMembers > 0, ", %d of other members skipped", c.OtherMembers)
	add(len(c.Captures) > 0, "; captures: %s", capturing.Text(c.Captures))
	add(len(c.Seen) > 0 && len(c.Captures) == 0, "; archived answers without a page: %d the same as another, %d gone, %d moved", c.Seen[ogp.SeenSame], c.Seen[ogp.SeenGone], c.Seen[ogp.SeenMoved])
	add(c.Unresolved > 0, "; %s the same as what this database does not have yet: import the file that has it, too", console.Count(c.Unresolved, "answer"))
	for _, reason := range slices.Sorted(maps.Keys(c.Skipped)) {
		add(true, "; skipped %s: %s", console.Count(c.Skipped[reason], "archived answer"), reason)
	}
	add(c.PassedOver > 0, "; passed over %s without a page: %s", console.Count(c.PassedOver, "file"), console.Line(strings.Join(c.PassedNames, ", ")))
	add(c.PassedOver > len(c.PassedNames), " and %d more", c.PassedOver-len(c.PassedNames))
	add(c.Cut, "; --limit leaves the rest of the files unread")
	add(c.OverLimit > 0, "; --limit leaves %d to fetch", c.OverLimit)
	add(c.Remaining > 0, "; %d left to fetch", c.Remaining)
	add(c.Standing > 0, "; %d missing for 30 days or since the archive was accepted as good, which `ogp status` lists", c.Standing)
	add(c.Searching, "; the search for pages was not finished")
	add(c.Known > 0, "; found only %d of %d known pages", c.Found, c.Known)
	if edition := c.Official; edition != nil {
		add(true, "; OGP's database: %s (edition %d)", console.Count(int(edition.RowCount), "row"), edition.Number)
		add(c.SameOfficial && c.HeldBack == "", ", unchanged")
	}
	add(c.HeldBack != "", "; kept and not put in force: %s; --replace puts it in force", c.HeldBack)
	return b.String()
}

// estimateText is a duration as people say it.
func estimateText(d time.Duration) string {
	switch {
	case d < time.Second:
		return "at once"
	case d < time.Hour:
		return "in about " + d.Round(time.Second).String()
	default:
		return "in about " + strings.TrimSuffix(d.Round(time.Minute).String(), "0s")
	}
}
