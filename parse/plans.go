package parse

import (
	"regexp"
	"strings"

	"ogp"
)

// item is one name in a line of several, with its link.
type item struct{ name, url string }

// yearsThenComma ends a plan's or report's name within a line of several: the
// names hold commas themselves, but each ends with its years. The next begins
// with a capital.
var yearsThenComma = regexp.MustCompile(`((?:19|20)\d{2}),\s+(\p{Lu})`)

// items splits a part's text into names. Links tell best where a name begins
// and ends; where the text is more than its links, the names' own shape does.
func (r *reading) items(s *section, split func(string) []string) []item {
	links := r.linksIn(s)
	if names := linkNames(links); len(names) > 0 && separated(s.text, names) {
		return links
	}
	urls := map[string]string{}
	for _, link := range links {
		urls[link.name] = link.url
	}
	var items []item
	for _, name := range split(s.text) {
		items = append(items, item{name, urls[name]})
	}
	return items
}

func (r *reading) linksIn(s *section) []item {
	var items []item
	for _, link := range r.links {
		if link.end <= s.candidate.value || link.start >= s.to {
			continue
		}
		text := r.textOf(span{from: max(link.start, s.candidate.value), to: min(link.end, s.to)})
		if text != "" {
			items = append(items, item{strings.ReplaceAll(text, "\n", " "), r.doc.absolute(link.href)})
		}
	}
	return items
}

func linkNames(items []item) []string {
	var names []string
	for _, item := range items {
		names = append(names, item.name)
	}
	return names
}

// separated reports whether a text is nothing but the names in order, with
// commas, bullets or white space between them.
func separated(text string, names []string) bool {
	text = strings.ReplaceAll(text, "\n", " ")
	for _, name := range names {
		at := strings.Index(text, name)
		if at < 0 || strings.Trim(text[:at], " ,;•|") != "" {
			return false
		}
		text = text[at+len(name):]
	}
	return strings.Trim(text, " ,;•|") == ""
}

// splitNames splits lines, and lines at a comma that follows a year.
func splitNames(text string) []string {
	var names []string
	for line := range strings.SplitSeq(yearsThenComma.ReplaceAllString(text, "$1\n$2"), "\n") {
		line = strings.Trim(line[bulletStart(line):], " ,;")
		switch {
		case line == "":
		case len(names) > 0 && !hasYear.MatchString(line):
			names[len(names)-1] += ", " + line // "Kenya Action Plan 2021, Phase Two"
		default:
			names = append(names, line)
		}
	}
	return names
}

var hasYear = regexp.MustCompile(`(?:19|20)\d{2}`)

// splitCommas splits lines at every comma: names of policy areas hold none.
func splitCommas(text string) []string {
	var names []string
	for line := range strings.SplitSeq(text, "\n") {
		line = line[bulletStart(line):]
		for name := range strings.SplitSeq(line, ",") {
			if name = strings.TrimSpace(name); name != "" {
				names = append(names, name)
			}
		}
	}
	return names
}

// planYears are the years at the end of a plan's name.
var planYears = regexp.MustCompile(`((?:19|20)\d{2})(?:\s*[-–—/]\s*((?:19|20)\d{2}))?\)?$`)

// actionPlans reads "Action Plan": one plan or several in one line.
func (r *reading) actionPlans(s *section) {
	if s.state != ogp.StateValue {
		return
	}
	for _, plan := range r.items(s, splitNames) {
		row := ogp.ActionPlan{Name: plan.name, URL: plan.url}
		if years := planYears.FindStringSubmatch(plan.name); years != nil {
			row.StartYear, row.EndYear = ogp.Year(number(years[1])), ogp.Year(number(years[2]))
		}
		r.out.ActionPlanRows = append(r.out.ActionPlanRows, row)
		r.document("action_plan", plan)
	}
}

// irmReports reads "IRM Report": titles, the newest first.
func (r *reading) irmReports(s *section) {
	if s.state != ogp.StateValue {
		return
	}
	for _, report := range r.items(s, splitNames) {
		r.document("irm_report", report)
	}
}

// inceptionReport reads the local plan's report line.
func (r *reading) inceptionReport(s *section) {
	if s.state != ogp.StateValue {
		return
	}
	r.text(s, columns[s.field])
	report := item{name: s.text}
	if links := r.linksIn(s); len(links) > 0 {
		report.url = links[0].url
	}
	r.document("inception_report", report)
}

// endReport reads the sentence that links the End of Commitment Report.
func (r *reading) endReport(s *section) {
	links := r.linksIn(s)
	if len(links) == 0 {
		s.state = ogp.StateUnreadable
		r.issue("unknown_value", s.field, "the sentence has no link: "+shorten(s.text))
		return
	}
	last := links[len(links)-1]
	r.out.EndOfCommitmentReport = last.url
	r.document("end_of_commitment_report", last)
}

func (r *reading) document(kind string, of item) {
	r.out.Documents = append(r.out.Documents, ogp.Document{Kind: kind, Title: of.name, URL: of.url})
}

// policyAreas reads the comma list under "Policy Areas".
func (r *reading) policyAreas(s *section) {
	if s.state != ogp.StateValue {
		return
	}
	for _, area := range r.items(s, splitCommas) {
		r.out.PolicyAreaRows = append(r.out.PolicyAreaRows, ogp.PolicyArea{Name: area.name, URL: area.url})
	}
}

// primaryPolicyArea reads a label that local pages print twice, the first time
// with nothing after it.
func (r *reading) primaryPolicyArea(s *section) {
	r.text(s, columns[s.field])
	if s.state != ogp.StateValue || len(r.out.PolicyAreaRows) > 0 {
		return
	}
	area := ogp.PolicyArea{Name: s.text}
	if links := r.linksIn(s); len(links) > 0 {
		area.URL = links[0].url
	}
	r.out.PolicyAreaRows = append(r.out.PolicyAreaRows, area)
}
