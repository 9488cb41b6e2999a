package parse

import (
	"regexp"
	"strings"

	"ogp"
	"ogp/parse/outline"
	"ogp/parse/words"
)

// splitLinks splits a part's text into names with their links. Links tell best
// where a name begins and ends; where the text is more than its links, the
// names' own shape does.
func splitLinks(p *part, split func(string) []string) []outline.Link {
	links := p.Links()
	if len(links) > 0 && areAll(p.text, links) {
		return links
	}
	urls := map[string]string{}
	for _, link := range links {
		urls[link.Text] = link.URL
	}
	var names []outline.Link
	for _, name := range split(p.text) {
		names = append(names, outline.Link{Text: name, URL: urls[name]})
	}
	return names
}

// areAll reports whether a text is nothing but links in order, with commas,
// bullets or white space between them.
func areAll(text string, links []outline.Link) bool {
	text = strings.ReplaceAll(text, "\n", " ")
	for _, link := range links {
		before, after, found := strings.Cut(text, link.Text)
		if !found || strings.Trim(before, " ,;•|") != "" {
			return false
		}
		text = after
	}
	return strings.Trim(text, " ,;•|") == ""
}

var (
	// yearsThenComma ends a plan's or report's name within a line of several: the
	// names hold commas themselves, but each ends with its years. The next begins
	// with a capital.
	yearsThenComma = regexp.MustCompile(`((?:19|20)\d{2}),\s+(\p{Lu})`)

	hasYear = regexp.MustCompile(`(?:19|20)\d{2}`)

	// planYears are the years at the end of a plan's name.
	planYears = regexp.MustCompile(`((?:19|20)\d{2})(?:\s*[-–—/]\s*((?:19|20)\d{2}))?\)?$`)
)

// splitNames splits lines, and lines at a comma that follows a year.
func splitNames(text string) []string {
	var names []string
	for line := range strings.SplitSeq(yearsThenComma.ReplaceAllString(text, "$1\n$2"), "\n") {
		line = strings.Trim(line[words.BulletLength(line):], " ,;")
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

// splitCommas splits lines at every comma: names of policy areas hold none.
func splitCommas(text string) []string {
	var names []string
	for line := range strings.SplitSeq(text, "\n") {
		for name := range strings.SplitSeq(line[words.BulletLength(line):], ",") {
			if name = strings.TrimSpace(name); name != "" {
				names = append(names, name)
			}
		}
	}
	return names
}

// readActionPlans reads "Action Plan": one plan or several in one line.
func readActionPlans(d *draft, p *part) {
	for _, plan := range splitLinks(p, splitNames) {
		row := ogp.ActionPlan{Name: plan.Text, URL: plan.URL}
		if years := planYears.FindStringSubmatch(plan.Text); years != nil {
			row.StartYear, row.EndYear = ogp.Year(words.Number(years[1])), ogp.Year(words.Number(years[2]))
		}
		d.ActionPlanRows = append(d.ActionPlanRows, row)
		d.addDocument("action_plan", plan)
	}
}

// readIRMReports reads "IRM Report": titles, the newest first.
func readIRMReports(d *draft, p *part) {
	for _, report := range splitLinks(p, splitNames) {
		d.addDocument("irm_report", report)
	}
}

// readInceptionReport reads the local plan's report line.
func readInceptionReport(d *draft, p *part) {
	readText(d, p)
	d.addDocument("inception_report", outline.Link{Text: p.text, URL: firstURL(p)})
}

// readEndReport reads the sentence that links the End of Commitment Report.
func readEndReport(d *draft, p *part) {
	links := p.Links()
	if len(links) == 0 {
		d.unreadable(p, "the sentence has no link: "+words.Shorten(p.text))
		return
	}
	last := links[len(links)-1]
	d.EndOfCommitmentReport = last.URL
	d.addDocument("end_of_commitment_report", last)
}

func (d *draft) addDocument(kind string, of outline.Link) {
	d.Documents = append(d.Documents, ogp.Document{Kind: kind, Title: of.Text, URL: of.URL})
}

func firstURL(p *part) string {
	if links := p.Links(); len(links) > 0 {
		return links[0].URL
	}
	return ""
}

// readPolicyAreas reads the comma list under "Policy Areas".
func readPolicyAreas(d *draft, p *part) {
	for _, area := range splitLinks(p, splitCommas) {
		d.PolicyAreaRows = append(d.PolicyAreaRows, ogp.PolicyArea{Name: area.Text, URL: area.URL})
	}
}

// readPrimaryPolicyArea reads a label that local pages print twice, the first
// time with nothing after it.
func readPrimaryPolicyArea(d *draft, p *part) {
	readText(d, p)
	if len(d.PolicyAreaRows) == 0 {
		d.PolicyAreaRows = append(d.PolicyAreaRows, ogp.PolicyArea{Name: p.text, URL: firstURL(p)})
	}
}

// readInstitutionLine reads a national page's "Lead Institution" or "Support
// Institution(s)": the whole line is kept, and split only where the separator
// cannot be part of a name. Commas and "and" can.
func readInstitutionLine(d *draft, p *part) {
	readText(d, p)
	role, _, _ := strings.Cut(p.Field, "_") // lead or support
	for _, name := range splitInstitutions(p.text) {
		d.InstitutionRows = append(d.InstitutionRows, ogp.Institution{Role: role, Name: name})
	}
}

// readInstitutionList reads a local page's list "Institutions involved": one
// entry for each contact, so names repeat. The government's and the others'
// lists are not told apart on the page.
func readInstitutionList(d *draft, p *part) {
	for _, line := range p.Lines() {
		for _, name := range splitInstitutions(line.Text) {
			d.InstitutionRows = append(d.InstitutionRows, ogp.Institution{Role: "involved", Name: words.Compose(name)})
		}
	}
}

func splitInstitutions(text string) []string {
	var names []string
	for _, name := range strings.FieldsFunc(text, func(r rune) bool {
		return r == ';' || r == '\n' || strings.ContainsRune(words.Bullets, r)
	}) {
		if name = strings.Trim(name, " ,"); name != "" {
			names = append(names, name)
		}
	}
	return names
}
