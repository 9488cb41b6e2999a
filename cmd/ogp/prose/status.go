package prose

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/dustin/go-humanize"

	"ogp"
	"ogp/cmd/ogp/console"
	"ogp/store"
)

// Status writes the database at a glance.
func Status(out io.Writer, s store.Status) error {
	w := tabwriter.NewWriter(out, 0, 8, 3, ' ', 0)
	row := func(name, format string, args ...any) {
		text, room := console.Line(fmt.Sprintf(format, args...)), screen-len("Missing pages   ")
		if console.Width(text) > room {
			text = console.Wrap(text, room, "\t")
		}
		fmt.Fprintf(w, "%s\t%s\n", name, text)
	}
	row("Database", "%s, %s", s.Path, humanize.IBytes(uint64(s.Bytes)))
	if s.Stale {
		row("Commitments", "not counted: `ogp reparse` reads the archive again first")
	} else {
		row("Commitments", "%d of %s, of which %d withdrawn, with %s", s.Commitments, console.Count(s.Members, "member"), s.Withdrawn, console.Count(s.Milestones, "milestone"))
	}
	row("Pages", "%d in %s (%s)", s.Pages, console.Count(s.Versions, "version"), counts(s.Languages))
	row("Official", "%s", officialText(s.Official))
	if k := s.Known; s.Official != nil && !s.Stale {
		row("Known", "%s: %d in OGP's database, %d only on the site; %d listed, %d archived, %d read, %d withdrawn",
			console.Count(k.Commitments, "commitment"), k.InDatabase, k.OnlyOnSite, k.Listed, k.Archived, k.Read, k.Withdrawn)
	}
	row("Addresses", "%s", counts(s.Frontier))
	row("Parser", "%s", cmp.Or(strings.Join(versionsRead(s.Parsers), ", "), "none"))
	if s.LastRun != nil {
		row("Last run", "%s", runText(s.LastRun))
	} else {
		row("Last run", "none")
	}
	if run := s.Accepted; run != nil {
		row("Accepted", "as good %s UTC%s", run.StartedAt.Format("2006-01-02 15:04"), reasonText(run.Source))
	}
	row("Due", "%s", dueText(s))
	row("Missing pages", "%s", missingText(s.Gaps))
	for _, gap := range s.Gaps {
		row("", "%s  %s: %s%s", gap.URL, gap.State, gap.Reason, standingText(gap))
	}
	return w.Flush()
}

// versionsRead says of parsers how many versions of pages each read.
func versionsRead(of map[string]int) (texts []string) {
	for _, parser := range slices.Sorted(maps.Keys(of)) {
		texts = append(texts, fmt.Sprintf("%s (%s)", parser, console.Count(of[parser], "version")))
	}
	return texts
}

// officialText says what there is of OGP's own database, and what of it has no
// page.
func officialText(o *store.OfficialStatus) string {
	if o == nil {
		return "OGP's own database was not imported"
	}
	text := fmt.Sprintf("%s of %s, imported %s UTC (edition %d): %d with an archived page, %d without",
		console.Count(o.Rows, "row"), o.File, o.ImportedAt.Format("2006-01-02 15:04"), o.Edition, o.Archived, o.Rows-o.Archived-o.Unnamed)
	if o.Unnamed > 0 {
		text += fmt.Sprintf(", %d without an ID", o.Unnamed)
	}
	return text
}

// reasonText is the reason that a person gave, if any.
func reasonText(reason string) string {
	if reason == "" {
		return ""
	}
	return ": " + reason
}

// standingText says so where that a page is missing is no news.
func standingText(gap ogp.MissingPage) string {
	if !gap.Standing {
		return ""
	}
	return "; standing since " + gap.Since.Format("2006-01-02")
}

// missingText counts missing pages by the class of their fault. An older program noted
// none.
func missingText(gaps []ogp.MissingPage) string {
	if len(gaps) == 0 {
		return "0"
	}
	classes := map[string]int{}
	for _, gap := range gaps {
		class := string(gap.Class)
		if class == "" {
			class = "not classed"
		}
		classes[class]++
	}
	return fmt.Sprintf("%d (%s)", len(gaps), counts(classes))
}

// dueText says what the next import or refresh has to do.
func dueText(s store.Status) string {
	text := console.Count(s.Due, "page", "to fetch").String()
	if s.Unseen.IsZero() {
		return text
	}
	return text + fmt.Sprintf("; all pages checked since %s UTC", s.Unseen.Format("2006-01-02 15:04"))
}

func runText(run *ogp.Run) string {
	text := map[string]string{"accept": "check --accept", "forget": "forget " + run.Source, "reparse": "reparse"}[run.Command]
	figures := ""
	if text == "" { // it looks for pages
		text, figures = run.Command+" from "+run.Source, fmt.Sprintf(" (%d listed, %d fetched)", run.Listed, run.Fetched)
	}
	text += ", " + run.StartedAt.Format("2006-01-02 15:04") + " UTC: "
	if run.Outcome == "" {
		return text + "running, or killed"
	}
	return text + run.Outcome + figures
}

// counts lists names with their numbers, in the order of the names.
func counts(of map[string]int) string {
	var parts []string
	for name, n := range of {
		parts = append(parts, fmt.Sprintf("%s %d", name, n))
	}
	slices.Sort(parts)
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, ", ")
}
