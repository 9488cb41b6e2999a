// Package judge says what is wrong with the archive after a run, by the rules.
//
// Two reports come in, that of the last good run and that of today, with the limits
// of the rules; findings go out, and texts about them for people and machines. The
// functions are pure: they ask no database, no clock and no network.
package judge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"ogp/cmd/ogp/console"
	"ogp/store/report"
)

// Finding is a rule that was broken.
type Finding struct {
	Rule     string   `json:"rule"`
	Fails    bool     `json:"fails"` // nothing is to be published; else it is a warning
	Field    string   `json:"field,omitempty"`
	Member   string   `json:"member_slug,omitempty"`
	Template string   `json:"template,omitempty"`
	Language string   `json:"language,omitempty"`
	Label    string   `json:"label,omitempty"` // as printed, where no table has it
	Before   *float64 `json:"before"`          // share at the last good run, 0 to 1; nil where there is none to compare with
	Now      float64  `json:"now"`
	Pages    int      `json:"pages"`             // pages that are concerned
	Example  string   `json:"example,omitempty"` // ID or address of one of them
	Text     string   `json:"text"`              // in words
}

// Comparison is what is known of two states of the archive.
type Comparison struct {
	Before *report.Report // after the last good run; nil if there is none
	Now    report.Report
}

// Judgement is a comparison with what the rules say of it.
type Judgement struct {
	Comparison
	Findings []Finding // those that fail first, with the most pages first
}

// off is the limit of a rule that does not apply, also where more than all is found:
// more pages may be new than were known.
const off = 100

// Judge applies the rules.
func Judge(c Comparison, limits Limits) Judgement {
	var all []Finding
	for _, rule := range Rules {
		limit := limits.of(rule)
		if limit == off {
			continue
		}
		for _, finding := range rule.find(c, limit/100) {
			finding.Rule, finding.Fails = rule.Name, rule.Fails
			finding.Text = c.text(finding, rule)
			if !slices.ContainsFunc(all, finding.follows) {
				all = append(all, finding)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Finding) int {
		if a.Fails == b.Fails {
			return cmp.Compare(b.Pages, a.Pages)
		}
		if a.Fails {
			return -1
		}
		return 1
	})
	return Judgement{c, all}
}

// follows reports whether the finding follows from another one: a label that is lost
// takes the values with it, and all pages of a template those of their members.
func (f Finding) follows(from Finding) bool {
	same := f.Field != "" && f.Field == from.Field && from.Rule == "coverage"
	return same && (f.Member != "" || f.Template == from.Template && f.Language == from.Language)
}

// Failed are the findings because of which nothing is to be published.
func (j Judgement) Failed() []Finding {
	for i, finding := range j.Findings {
		if !finding.Fails {
			return j.Findings[:i]
		}
	}
	return j.Findings
}

// shown bounds the findings in a reason.
const shown = 5

// Reason says why nothing is to be published: the rules that failed, each with what broke it; empty if none did.
func (j Judgement) Reason() string {
	failed := j.Failed()
	if len(failed) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("rules failed:")
	for i, finding := range failed {
		if i == shown {
			fmt.Fprintf(&b, "\n  … and %d more, which `ogp check` lists", len(failed)-i)
			break
		}
		b.WriteString("\n  " + finding.String())
	}
	return b.String()
}

// Ended reports whether a run of that exit code was carried out, with or without gaps:
// only such a run is judged, and only such a one may be published.
func Ended(exitCode int) bool { return exitCode == 0 || exitCode == 3 || exitCode == 4 }

// Lost reports whether the finding is about pages that lost the values of a field.
func (f Finding) Lost() bool { return f.Rule == "coverage" || f.Rule == "member_coverage" }

// text is a finding in words.
func (c Comparison) text(f Finding, rule Rule) string {
	var b strings.Builder
	b.WriteString(cmp.Or(f.Field, rule.about))
	if f.Label != "" {
		fmt.Fprintf(&b, " %q", f.Label)
	}
	if group := strings.TrimSpace(f.Template + " " + f.Language); f.Member != "" {
		fmt.Fprintf(&b, " of %s", f.Member)
	} else if group != "" && c.Now.Groups() > 1 {
		fmt.Fprintf(&b, " (%s)", group)
	}
	b.WriteString(rule.measure + ":")
	if f.Before != nil {
		fmt.Fprintf(&b, " %s at the last good run (%s),", percent(*f.Before), c.Before.Run.StartedAt.Format("2006-01-02"))
	}
	fmt.Fprintf(&b, " %s now, %s", percent(f.Now), console.Count(f.Pages, "page"))
	return b.String()
}

// percent is a share for people: what is not quite none or all does not look so.
func percent(share float64) string {
	switch p := 100 * share; {
	case p > 0 && p < 1:
		return fmt.Sprintf("%.1f %%", p)
	case p > 99 && p < 100:
		return fmt.Sprintf("%.1f %%", p)
	default:
		return fmt.Sprintf("%.0f %%", p)
	}
}

// String is the finding in words, with an example.
func (f Finding) String() string {
	if f.Example == "" {
		return f.Text
	}
	return f.Text + "; e.g. " + f.Example
}
