package main

import (
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	"ogp"
	"ogp/cmd/ogp/console"
	"ogp/cmd/ogp/ingest"
)

// importText is the summary of a run.
func importText(r *ingest.Report, db string) string {
	total := ""
	if r.Stored != nil {
		total = fmt.Sprintf("; %s now has %s of %s", db, count(r.Stored.Commitments, "commitment"), count(r.Stored.Members, "member"))
	}
	run := r.Run
	return fmt.Sprintf("%s %s: %d listed, %d already there, %d fetched (%d new, %d changed), %d unchanged, %d unread, %d failed, %d refused, %d gone, %d withdrawn%s%s",
		run.Command, run.Outcome, run.Listed, r.Present, run.Fetched, run.New, run.Changed, run.Unchanged,
		run.Unread, run.Failed, run.Refused, run.Gone, run.Withdrawn, countsText(r), total)
}

// planText is the summary of a dry run.
func planText(r *ingest.Report, o *ingest.Options) string {
	var steps []string
	if r.Online {
		steps = append(steps, fmt.Sprintf("%d already there, %s to fetch, %s", r.Present, count(r.Due, "page"), estimateText(r.Estimate)))
	}
	if r.HasFiles {
		steps = append(steps, fmt.Sprintf("%s to read in %s", count(r.Read, "page"), count(r.Files, "file")))
	}
	if len(steps) == 0 {
		steps = []string{"nothing to fetch"}
	}
	return fmt.Sprintf("%s --dry-run: %d listed, %s%s", o.Command, r.Run.Listed, strings.Join(steps, ", "), countsText(r))
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
	add(c.OtherMembers > 0, ", %d of other members skipped", c.OtherMembers)
	add(len(c.Seen) > 0, "; archived answers without a page: %d the same as another, %d gone, %d moved", c.Seen[ogp.SeenSame], c.Seen[ogp.SeenGone], c.Seen[ogp.SeenMoved])
	add(c.Unresolved > 0, "; %s the same as what this database does not have yet: import the file that has it, too", count(c.Unresolved, "answer"))
	for _, reason := range slices.Sorted(maps.Keys(c.Skipped)) {
		add(true, "; skipped %s: %s", count(c.Skipped[reason], "archived answer"), reason)
	}
	add(c.PassedOver > 0, "; passed over %s without a page: %s", count(c.PassedOver, "file"), console.Line(strings.Join(c.PassedNames, ", ")))
	add(c.PassedOver > len(c.PassedNames), " and %d more", c.PassedOver-len(c.PassedNames))
	add(c.Cut, "; --limit leaves the rest of the files unread")
	add(c.OverLimit > 0, "; --limit leaves %d to fetch", c.OverLimit)
	add(c.Remaining > 0, "; %d left to fetch", c.Remaining)
	add(c.Standing > 0, "; %d missing for 30 days or more, which `ogp status` lists", c.Standing)
	add(c.Searching, "; the search for pages was not finished")
	add(c.Known > 0, "; found only %d of %d known pages", c.Found, c.Known)
	if edition := c.Official; edition != nil {
		add(true, "; OGP's database: %s (edition %d)", count(int(edition.RowCount), "row"), edition.Number)
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

// count is a number with its noun.
func count(n int, noun string, rest ...string) console.Counted {
	return console.Count(n, noun, rest...)
}

// runSummary is the summary of a run, with its numbers.
type runSummary struct {
	text string
	run  ogp.Run
}

// String is the summary.
func (t runSummary) String() string { return t.text }

// Attr is the row of the table runs.
func (t runSummary) Attr() slog.Attr { return slog.Any("run", &t.run) }
