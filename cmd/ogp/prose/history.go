package prose

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"ogp"
	"ogp/cmd/ogp/console"
	"ogp/store"
)

// History is the history as a person would write it down: a heading for
// each moment and commitment, below it what happened. Where all commitments
// are shown, those that were merely new on a day share one line, and an edit that
// many have on a day is told once.
func History(entries []store.Entry, all bool) string {
	var b strings.Builder
	if all {
		entries = fold(entries)
	}
	for len(entries) > 0 {
		n := together(entries, func(e store.Entry) bool { return all && e.Kind == "new" && sameDay(e, entries[0]) })
		if n > 1 {
			writeNew(&b, entries[:n])
		} else {
			n = together(entries, func(e store.Entry) bool {
				return e.ID == entries[0].ID && (e.ChangedAt.Equal(entries[0].ChangedAt) || e.ID == "" && e.SharedBy == entries[0].SharedBy && sameDay(e, entries[0]))
			})
			writeMoment(&b, entries[:n])
		}
		entries = entries[n:]
	}
	return b.String()
}

// together is how many entries at the beginning belong together.
func together(entries []store.Entry, same func(store.Entry) bool) int {
	n := 0
	for n < len(entries) && same(entries[n]) {
		n++
	}
	return n
}

func sameDay(a, b store.Entry) bool {
	return a.ChangedAt.Format(time.DateOnly) == b.ChangedAt.Format(time.DateOnly)
}

// fold leaves one entry of each edit that many commitments share, without an ID.
func fold(entries []store.Entry) (folded []store.Entry) {
	type edit struct{ day, field, before, after string }
	told := map[edit]bool{}
	for _, e := range entries {
		if e.SharedBy >= ogp.ManyShare {
			what := edit{e.ChangedAt.Format(time.DateOnly), place.ReplaceAllString(e.Field, ""), e.Before, e.After}
			if told[what] {
				continue
			}
			told[what], e.ID = true, ""
		}
		folded = append(folded, e)
	}
	return folded
}

// place is that of an item in a field, as in milestones[2].status.
var place = regexp.MustCompile(`\[\d+\]`)

// newShown bounds the IDs that a line of new commitments names.
const newShown = 12

func writeNew(b *strings.Builder, entries []store.Entry) {
	var ids []string
	for _, e := range entries {
		ids = append(ids, e.ID)
	}
	slices.Sort(ids)
	if more := len(ids) - newShown; more > 0 {
		ids = append(ids[:newShown], fmt.Sprintf("… and %d more", more))
	}
	text := fmt.Sprintf("%s first seen: %s", console.Count(len(entries), "commitment"), strings.Join(ids, ", "))
	day := entries[0].ChangedAt.Format(time.DateOnly)
	if entries[0].ChangedAt.IsZero() {
		day = "at an unknown time"
	}
	fmt.Fprintf(b, "%s\n  %s\n\n", day, hang(text, "  "))
}

func writeMoment(b *strings.Builder, entries []store.Entry) {
	first := entries[0]
	heading := fmt.Sprintf("%s · %s", first.ID, first.Title)
	if first.Member != "" {
		heading += " (" + first.Member + ")"
	}
	at := first.ChangedAt.Format("2006-01-02 15:04") + " UTC"
	if first.ID == "" {
		at, heading = first.ChangedAt.Format(time.DateOnly), fmt.Sprintf("%d commitments, each with", first.SharedBy)
	}
	if first.ChangedAt.IsZero() {
		at = "at an unknown time"
	}
	fmt.Fprintf(b, "%-20s  %s\n", at, hang(heading, strings.Repeat(" ", 22)))
	reassigned := false
	for i, e := range entries {
		if reassigned {
			fmt.Fprintf(b, "  %s\n", hang(fmt.Sprintf("with that, %s (ogp query shows them)", console.Count(len(entries)-i, "other difference")), "  "))
			break
		}
		text := sentence(e)
		if e.ID != "" && e.SharedBy >= ogp.ManyShare {
			text += fmt.Sprintf(" (as %d other commitments that day)", e.SharedBy-1)
		}
		fmt.Fprintf(b, "  %s\n", hang(text, "    "))
		reassigned = e.Kind == "reassigned"
	}
	b.WriteByte('\n')
}

// sentence describes one change.
func sentence(e store.Entry) string {
	switch e.Kind {
	case "new":
		return "first seen"
	case "withdrawn":
		return "withdrawn: the site no longer has the page"
	case "returned":
		return "returned: the site has the page again"
	case "reassigned":
		return "reassigned: the ID now stands for another commitment: " + quoted(e.Before) + " → " + quoted(e.After)
	default:
		return edited(e)
	}
}

// itemField is a field inside an item of a long table: milestones[2].status.
var itemField = regexp.MustCompile(`^(\w+)\[(\d+)\](?:\.(\w+))?$`)

func edited(e store.Entry) string {
	parts := itemField.FindStringSubmatch(e.Field)
	if parts == nil {
		return fromTo(plainTitle(e.Field), e)
	}
	name := fmt.Sprintf("%s %s", strings.TrimSuffix(plainTitle(parts[1]), "s"), parts[2])
	switch {
	case parts[3] != "":
		if e.Item != "" && parts[3] != "title" && parts[3] != "name" && parts[3] != "text" {
			name += " " + quoted(shorten(e.Item))
		}
		return fromTo(name+", "+strings.ToLower(title(parts[3])), e)
	case e.Before == "":
		return name + " added: " + quoted(shorten(e.After))
	default:
		return name + " removed: " + quoted(shorten(e.Before))
	}
}

// plainTitle is a column's name in words, small but for initials.
func plainTitle(name string) string {
	words := title(name)
	if words[1:] == strings.ToLower(words[1:]) {
		return strings.ToLower(words)
	}
	return words
}

func fromTo(name string, e store.Entry) string {
	before, after := aroundDifference(shownValue(e.Before), shownValue(e.After))
	switch {
	case e.Before == "":
		return name + ": now " + quoted(shorten(after))
	case e.After == "":
		return name + ": no longer " + quoted(shorten(before))
	default:
		return name + ": " + quoted(before) + " → " + quoted(after)
	}
}

// shownValue writes a first day of a month as the month, which is all a page says.
func shownValue(text string) string {
	if month := monthText(text); month != "" && strings.HasSuffix(text, "-01") {
		return month
	}
	return text
}

func quoted(text string) string { return "“" + strings.Join(strings.Fields(text), " ") + "”" }

// excerpt is how many letters of a long text are shown.
const excerpt = 160

func shorten(text string) string {
	runes := []rune(text)
	if len(runes) <= excerpt {
		return text
	}
	return strings.TrimSpace(string(runes[:excerpt])) + "…"
}

// wordsAround is how many words before and after a difference are shown.
const wordsAround = 4

// aroundDifference are two long texts cut to the place where they differ.
func aroundDifference(before, after string) (string, string) {
	if len([]rune(before)) <= excerpt && len([]rune(after)) <= excerpt {
		return before, after
	}
	a, b := strings.Fields(before), strings.Fields(after)
	start := 0
	for start < len(a) && start < len(b) && a[start] == b[start] {
		start++
	}
	end := 0
	for end < len(a)-start && end < len(b)-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	start, end = max(0, start-wordsAround), max(0, end-wordsAround)
	return cut(a, start, end), cut(b, start, end)
}

func cut(words []string, start, end int) string {
	text := shorten(strings.Join(words[start:len(words)-end], " "))
	if start > 0 {
		text = "… " + text
	}
	if end > 0 && !strings.HasSuffix(text, "…") {
		text += " …"
	}
	return text
}
